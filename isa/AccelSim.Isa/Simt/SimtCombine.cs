namespace AccelSim.Isa.Simt;

/// <summary>Combinations of a comparison with a predicate, in the order of their encoding.</summary>
public enum SimtCombine : byte
{
    And,
    Or,
    Xor,
}
