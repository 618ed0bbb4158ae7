namespace AccelSim.Graph.Operators;

/// <summary>Element-wise functions of two operands that give Bool: comparisons, and connectives of Bool operands.</summary>
public enum ComparisonFunction
{
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    And,
    Or,
    Xor,
}
