namespace AccelSim.Machine;

/// <summary>A fraction in parts per million, so that it stays an exact integer.</summary>
/// <param name="PartsPerMillion">The amount in base units.</param>
public readonly record struct Ratio(long PartsPerMillion) : IQuantity<Ratio>, IComparable<Ratio>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a fraction", "76 %",
        [new("ppm", 1), new("%", 10_000)],
        Minimum: 0, Maximum: 1_000_000);

    /// <inheritdoc/>
    public long BaseUnits => PartsPerMillion;

    /// <inheritdoc/>
    public static Ratio FromBaseUnits(long value) => new(value);

    public static bool operator <(Ratio left, Ratio right) => left.PartsPerMillion < right.PartsPerMillion;

    public static bool operator >(Ratio left, Ratio right) => left.PartsPerMillion > right.PartsPerMillion;

    public static bool operator <=(Ratio left, Ratio right) => left.PartsPerMillion <= right.PartsPerMillion;

    public static bool operator >=(Ratio left, Ratio right) => left.PartsPerMillion >= right.PartsPerMillion;

    /// <inheritdoc/>
    public int CompareTo(Ratio other) => PartsPerMillion.CompareTo(other.PartsPerMillion);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(PartsPerMillion);
}
