namespace AccelSim.Machine;

/// <summary>What one event costs (an operation, an instruction, a DRAM command), in attojoules: narrow operations of a small process cost less than a femtojoule more or less.</summary>
/// <param name="Attojoules">The amount in base units.</param>
public readonly record struct Energy(long Attojoules) : IQuantity<Energy>, IComparable<Energy>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("an energy", "1.1 pJ",
        [new("aJ", 1), new("fJ", 1_000), new("pJ", 1_000_000), new("nJ", 1_000_000_000), new("uJ", 1_000_000_000_000)],
        Minimum: 0, Maximum: 1_000_000_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => Attojoules;

    /// <inheritdoc/>
    public static Energy FromBaseUnits(long value) => new(value);

    public static bool operator <(Energy left, Energy right) => left.Attojoules < right.Attojoules;

    public static bool operator >(Energy left, Energy right) => left.Attojoules > right.Attojoules;

    public static bool operator <=(Energy left, Energy right) => left.Attojoules <= right.Attojoules;

    public static bool operator >=(Energy left, Energy right) => left.Attojoules >= right.Attojoules;

    /// <inheritdoc/>
    public int CompareTo(Energy other) => Attojoules.CompareTo(other.Attojoules);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Attojoules);
}
