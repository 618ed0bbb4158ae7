namespace AccelSim.Isa.Simt;

/// <summary>A predicate register that is read, or its opposite: 4 bits.</summary>
/// <param name="Bits">Bits 2..0 the number (0 is <c>pt</c>), bit 3 set for the opposite.</param>
public readonly record struct SimtPredicate(byte Bits)
{
    /// <summary>A predicate and whether its opposite is meant.</summary>
    public SimtPredicate(int number, bool negated)
        : this((byte)(number | (negated ? 8 : 0)))
    {
    }

    /// <summary>Number of the register; 0 is always true.</summary>
    public int Number => Bits & 7;

    /// <summary>True where the opposite is meant.</summary>
    public bool Negated => (Bits & 8) != 0;

    /// <summary>True for <c>pt</c> itself.</summary>
    public bool IsAlways => Bits == 0;

    /// <inheritdoc/>
    public override string ToString() => (Negated ? "!" : "") + (Number == 0 ? "pt" : FormattableString.Invariant($"p{Number - 1}"));
}
