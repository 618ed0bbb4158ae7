namespace AccelSim.Machine.Simt;

/// <summary>Units that execute the arithmetic of a warp, by what their instructions have in common: latency and rate.</summary>
public enum SimtUnit
{
    /// <summary>Integer addition, logic, shifts, comparison, selection, moves.</summary>
    Int,

    /// <summary>Integer multiplication and multiply-add (IMAD).</summary>
    IntMultiply,

    /// <summary>fp32 addition, multiplication, fused multiply-add, comparison.</summary>
    Fp32,

    /// <summary>fp16 and bf16, two elements packed in a register: a lane works on both.</summary>
    Fp16,

    /// <summary>fp64 addition, multiplication, fused multiply-add.</summary>
    Fp64,

    /// <summary>Conversions between element types.</summary>
    Convert,

    /// <summary>Special functions: reciprocal, roots, exponential, logarithm, sine.</summary>
    Sfu,

    /// <summary>Branches, calls, exits; its latency is that of a taken branch.</summary>
    Branch,

    /// <summary>Scalar instructions executed once for a warp (uniform datapath, scalar unit).</summary>
    Uniform,

    /// <summary>Writing a predicate; its latency is from the comparison to an instruction under the predicate.</summary>
    Predicate,

    /// <summary>Exchange between the lanes of a warp, votes.</summary>
    Shuffle,
}
