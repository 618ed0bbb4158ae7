namespace AccelSim.Isa.Simt;

/// <summary>Operations of atomics on 32 bits, in the order of their encoding.</summary>
public enum SimtAtomic : byte
{
    AddU32,
    AddF32,
    AddF16x2,
    MinS32,
    MaxS32,
    MinU32,
    MaxU32,
    And,
    Or,
    Xor,
    Exchange,
}
