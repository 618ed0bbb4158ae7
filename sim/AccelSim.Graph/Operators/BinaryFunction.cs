namespace AccelSim.Graph.Operators;

/// <summary>Element-wise functions of two operands that give their element type.</summary>
public enum BinaryFunction
{
    Add,
    Sub,
    Mul,

    /// <summary>Division; of integers, truncated toward zero.</summary>
    Div,

    /// <summary>a to the power b; b may have another element type.</summary>
    Pow,
    Min,
    Max,

    /// <summary>Remainder with the sign of the divisor.</summary>
    Mod,

    /// <summary>Remainder with the sign of the dividend (C fmod).</summary>
    Fmod,

    /// <summary>a where a ≥ 0, else a b (ONNX PRelu).</summary>
    PRelu,
}
