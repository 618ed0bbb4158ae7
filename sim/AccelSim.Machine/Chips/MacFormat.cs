namespace AccelSim.Machine;

/// <summary>The pair of element types that a matrix unit multiplies; one name where both sides are the same.</summary>
public enum MacFormat
{
    Int4,
    Int8,
    Int16,
    Fp16,
    Bf16,
    Tf32,
    Fp32,

    /// <summary>fp32 activations times fp16 weights, or the other way round.</summary>
    Fp32xFp16,
}
