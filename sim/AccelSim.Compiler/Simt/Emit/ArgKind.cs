namespace AccelSim.Compiler.Simt.Emit;

/// <summary>What an <see cref="Arg"/> is.</summary>
internal enum ArgKind : byte
{
    Register,
    Immediate,

    /// <summary>A launch argument in the constant bank.</summary>
    Constant,
    Predicate,

    /// <summary>A register and an offset.</summary>
    Address,
    Label,
    Special,
}
