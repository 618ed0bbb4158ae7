namespace AccelSim.Isa.Simt;

/// <summary>Rounding modes, in the order of their encoding.</summary>
public enum SimtRounding : byte
{
    NearestEven,
    TowardZero,
    Down,
    Up,
}
