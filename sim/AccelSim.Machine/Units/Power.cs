namespace AccelSim.Machine;

/// <summary>Energy per second that flows whatever is done, in microwatts: a microwatt over a picosecond is one attojoule.</summary>
/// <param name="Microwatts">The amount in base units.</param>
public readonly record struct Power(long Microwatts) : IQuantity<Power>, IComparable<Power>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a power", "37.5 W",
        [new("uW", 1), new("mW", 1_000), new("W", 1_000_000), new("kW", 1_000_000_000)],
        Minimum: 0, Maximum: 10_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => Microwatts;

    /// <inheritdoc/>
    public static Power FromBaseUnits(long value) => new(value);

    public static bool operator <(Power left, Power right) => left.Microwatts < right.Microwatts;

    public static bool operator >(Power left, Power right) => left.Microwatts > right.Microwatts;

    public static bool operator <=(Power left, Power right) => left.Microwatts <= right.Microwatts;

    public static bool operator >=(Power left, Power right) => left.Microwatts >= right.Microwatts;

    /// <inheritdoc/>
    public int CompareTo(Power other) => Microwatts.CompareTo(other.Microwatts);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Microwatts);
}
