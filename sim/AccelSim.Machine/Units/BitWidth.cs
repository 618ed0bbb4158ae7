namespace AccelSim.Machine;

/// <summary>A number of wires or bits.</summary>
/// <param name="Bits">The amount in base units.</param>
public readonly record struct BitWidth(long Bits) : IQuantity<BitWidth>, IComparable<BitWidth>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a number of bits", "16 bit",
        [new("bit", 1), new("bits", 1)],
        Minimum: 1, Maximum: 1_048_576);

    /// <inheritdoc/>
    public long BaseUnits => Bits;

    /// <inheritdoc/>
    public static BitWidth FromBaseUnits(long value) => new(value);

    public static bool operator <(BitWidth left, BitWidth right) => left.Bits < right.Bits;

    public static bool operator >(BitWidth left, BitWidth right) => left.Bits > right.Bits;

    public static bool operator <=(BitWidth left, BitWidth right) => left.Bits <= right.Bits;

    public static bool operator >=(BitWidth left, BitWidth right) => left.Bits >= right.Bits;

    /// <inheritdoc/>
    public int CompareTo(BitWidth other) => Bits.CompareTo(other.Bits);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Bits);
}
