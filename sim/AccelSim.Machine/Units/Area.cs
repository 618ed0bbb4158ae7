namespace AccelSim.Machine;

/// <summary>Silicon, in square micrometres.</summary>
/// <param name="SquareMicrometres">The amount in base units.</param>
public readonly record struct Area(long SquareMicrometres) : IQuantity<Area>, IComparable<Area>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("an area", "0.45 mm2",
        [new("um2", 1), new("mm2", 1_000_000)],
        Minimum: 0, Maximum: 100_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => SquareMicrometres;

    /// <inheritdoc/>
    public static Area FromBaseUnits(long value) => new(value);

    public static bool operator <(Area left, Area right) => left.SquareMicrometres < right.SquareMicrometres;

    public static bool operator >(Area left, Area right) => left.SquareMicrometres > right.SquareMicrometres;

    public static bool operator <=(Area left, Area right) => left.SquareMicrometres <= right.SquareMicrometres;

    public static bool operator >=(Area left, Area right) => left.SquareMicrometres >= right.SquareMicrometres;

    /// <inheritdoc/>
    public int CompareTo(Area other) => SquareMicrometres.CompareTo(other.SquareMicrometres);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(SquareMicrometres);
}
