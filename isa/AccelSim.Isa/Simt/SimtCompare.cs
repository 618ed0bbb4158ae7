namespace AccelSim.Isa.Simt;

/// <summary>Comparisons, in the order of their encoding. On floating point all but <see cref="NotEqual"/> are false where an operand is not a number.</summary>
public enum SimtCompare : byte
{
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}
