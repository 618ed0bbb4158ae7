namespace AccelSim.Isa.Simt;

/// <summary>Scopes of a memory fence, in the order of their encoding.</summary>
public enum SimtScope : byte
{
    Block,
    Chip,
    System,
}
