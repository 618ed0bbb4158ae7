namespace AccelSim.Graph.Operators;

/// <summary>Element-wise functions of one operand that are not activations.</summary>
public enum UnaryFunction
{
    Sqrt,
    Exp,
    Log,
    Erf,
    Neg,
    Abs,
    Reciprocal,
    Floor,
    Ceil,

    /// <summary>To the nearest integer, ties to even.</summary>
    Round,
    Sign,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Asinh,
    Acosh,
    Atanh,

    /// <summary>Logical negation of a Bool.</summary>
    Not,
}
