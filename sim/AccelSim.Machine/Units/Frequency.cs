namespace AccelSim.Machine;

/// <summary>A clock rate, in whole hertz.</summary>
/// <param name="Hertz">The amount in base units.</param>
public readonly record struct Frequency(long Hertz) : IQuantity<Frequency>, IComparable<Frequency>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a frequency", "1.3 GHz",
        [new("Hz", 1), new("kHz", 1_000), new("MHz", 1_000_000), new("GHz", 1_000_000_000)],
        Minimum: 1_000, Maximum: 100_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => Hertz;

    /// <inheritdoc/>
    public static Frequency FromBaseUnits(long value) => new(value);

    public static bool operator <(Frequency left, Frequency right) => left.Hertz < right.Hertz;

    public static bool operator >(Frequency left, Frequency right) => left.Hertz > right.Hertz;

    public static bool operator <=(Frequency left, Frequency right) => left.Hertz <= right.Hertz;

    public static bool operator >=(Frequency left, Frequency right) => left.Hertz >= right.Hertz;

    /// <inheritdoc/>
    public int CompareTo(Frequency other) => Hertz.CompareTo(other.Hertz);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Hertz);
}
