namespace AccelSim.Functional.Simt;

/// <summary>Element types of matrices on the tensor core.</summary>
public enum SimtElement : byte
{
    F16,
    BF16,

    /// <summary>fp32 of which the tensor core reads the upper 19 bits.</summary>
    TF32,
    F32,
    F64,
    S8,
    S32,
}
