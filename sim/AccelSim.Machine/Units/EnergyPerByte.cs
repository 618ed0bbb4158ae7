namespace AccelSim.Machine;

/// <summary>What it costs to move or access one byte, in attojoules. Memory vendors speak of bits: 1 pJ/bit is 8 pJ/B.</summary>
/// <param name="AttojoulesPerByte">The amount in base units.</param>
public readonly record struct EnergyPerByte(long AttojoulesPerByte) : IQuantity<EnergyPerByte>, IComparable<EnergyPerByte>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("an energy per byte", "1.59 pJ/B",
        [
            new("aJ/B", 1), new("fJ/B", 1_000), new("pJ/B", 1_000_000), new("nJ/B", 1_000_000_000), new("fJ/bit", 8_000), new("pJ/bit", 8_000_000),
        ],
        Minimum: 0, Maximum: 1_000_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => AttojoulesPerByte;

    /// <inheritdoc/>
    public static EnergyPerByte FromBaseUnits(long value) => new(value);

    public static bool operator <(EnergyPerByte left, EnergyPerByte right) => left.AttojoulesPerByte < right.AttojoulesPerByte;

    public static bool operator >(EnergyPerByte left, EnergyPerByte right) => left.AttojoulesPerByte > right.AttojoulesPerByte;

    public static bool operator <=(EnergyPerByte left, EnergyPerByte right) => left.AttojoulesPerByte <= right.AttojoulesPerByte;

    public static bool operator >=(EnergyPerByte left, EnergyPerByte right) => left.AttojoulesPerByte >= right.AttojoulesPerByte;

    /// <inheritdoc/>
    public int CompareTo(EnergyPerByte other) => AttojoulesPerByte.CompareTo(other.AttojoulesPerByte);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(AttojoulesPerByte);
}
