namespace AccelSim.Machine;

/// <summary>A length of time in femtoseconds, the time unit of every simulation.</summary>
/// <param name="Femtoseconds">The amount in base units.</param>
public readonly record struct Duration(long Femtoseconds) : IQuantity<Duration>, IComparable<Duration>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a duration", "400 ns",
        [
            new("fs", 1), new("ps", 1_000), new("ns", 1_000_000), new("us", 1_000_000_000),
            new("ms", 1_000_000_000_000), new("s", 1_000_000_000_000_000),
        ],
        Minimum: 0, Maximum: 1_000_000_000_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => Femtoseconds;

    /// <inheritdoc/>
    public static Duration FromBaseUnits(long value) => new(value);

    public static bool operator <(Duration left, Duration right) => left.Femtoseconds < right.Femtoseconds;

    public static bool operator >(Duration left, Duration right) => left.Femtoseconds > right.Femtoseconds;

    public static bool operator <=(Duration left, Duration right) => left.Femtoseconds <= right.Femtoseconds;

    public static bool operator >=(Duration left, Duration right) => left.Femtoseconds >= right.Femtoseconds;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Femtoseconds.CompareTo(other.Femtoseconds);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Femtoseconds);
}
