namespace AccelSim.Isa.Simt;

/// <summary>Widths of memory accesses, in the order of their encoding.</summary>
public enum SimtWidth : byte
{
    U8,
    S8,
    U16,
    S16,
    B32,
    B64,
    B128,
}
