namespace AccelSim.Isa.Assembly;

/// <summary>What a device buffer of an assembly program is filled with before the first launch.</summary>
public enum BufferFill : byte
{
    Zero,

    /// <summary>Element i is i (mod 61) / 8 - 3.5: exact in every float type, and different in neighbours.</summary>
    Ramp,

    /// <summary>Seeded uniform values in [-1, 1), or the integer type's [-8, 8).</summary>
    Random,
}
