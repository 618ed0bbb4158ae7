using System.Collections.Immutable;

namespace AccelSim.Isa.Simt;

/// <summary>A choice inside a mnemonic: the position in <see cref="Values"/> is what is encoded.</summary>
/// <param name="Field">What it is about.</param>
/// <param name="Values">Spellings with their dot; the first may be empty, the default.</param>
/// <param name="Shift">Lowest bit inside the mode field.</param>
public sealed record SimtSuffix(SimtField Field, ImmutableArray<string> Values, int Shift)
{
    /// <summary>Bits it takes.</summary>
    public int Bits { get; } = 32 - int.LeadingZeroCount(Values.Length - 1);

    /// <summary>The choice that a mode field encodes; may lie outside <see cref="Values"/> in an illegal word.</summary>
    public int Of(ushort mode) => mode >> Shift & ((1 << Bits) - 1);
}
