namespace AccelSim.Machine.Simt;

/// <summary>Element types that tensor cores multiply; signed and unsigned integers alike.</summary>
public enum MmaInput
{
    F16,
    Bf16,
    Tf32,
    F32,
    F64,
    S8,
    S4,

    /// <summary>Eight-bit floating point, E4M3 or E5M2.</summary>
    F8,
}
