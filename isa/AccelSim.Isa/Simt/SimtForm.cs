namespace AccelSim.Isa.Simt;

/// <summary>What the flexible operand of an instruction is.</summary>
public enum SimtForm : byte
{
    Register,
    Immediate,

    /// <summary>A word of the constant bank; the immediate is its offset in bytes.</summary>
    Constant,
}
