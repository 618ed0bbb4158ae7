using System.Collections.Immutable;

namespace AccelSim.Functional.Simt;

/// <summary>How the lanes of a warp share a matrix.</summary>
/// <param name="Element">Element type.</param>
/// <param name="PerLane">Elements of each lane, in the order of its registers, the lower bits of a register first.</param>
/// <param name="Places">Place of element e of lane l at l times <paramref name="PerLane"/> plus e: row times columns plus column, matrices one after the other.</param>
public sealed record SimtFragment(SimtElement Element, int PerLane, ImmutableArray<int> Places)
{
    /// <summary>Bits of one element.</summary>
    public int Bits => Element switch { SimtElement.F16 or SimtElement.BF16 => 16, SimtElement.S8 => 8, SimtElement.F64 => 64, _ => 32 };

    /// <summary>Registers of each lane.</summary>
    public int Registers => PerLane * Bits / 32;
}
