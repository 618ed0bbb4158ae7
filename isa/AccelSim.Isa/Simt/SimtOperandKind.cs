namespace AccelSim.Isa.Simt;

/// <summary>What an operand is.</summary>
public enum SimtOperandKind : byte
{
    /// <summary>Registers that the instruction writes.</summary>
    Destination,

    /// <summary>Registers that the instruction reads and writes.</summary>
    Accumulator,

    /// <summary>Registers that the instruction reads.</summary>
    Source,

    /// <summary>Registers, a 32-bit immediate, or a word of the constant bank, written <c>c[16]</c> or <c>c[name]</c>.</summary>
    Flexible,

    /// <summary>A predicate that the instruction writes.</summary>
    PredicateDestination,

    /// <summary>A predicate that it reads, or the opposite of one, written <c>!p0</c>.</summary>
    PredicateSource,

    /// <summary>A register pair (global memory) or a register (shared, local, constant memory) holding an address, plus a signed offset.</summary>
    Address,

    /// <summary>A register holding an address of shared memory, without an offset.</summary>
    SharedAddress,

    /// <summary>A number from 0, at most 31 bits.</summary>
    Immediate,

    /// <summary>Index of an instruction of the same kernel; a label in assembly.</summary>
    Target,

    /// <summary>A convergence barrier <c>b0</c> to <c>b15</c>.</summary>
    Convergence,

    /// <summary>A barrier of the block, 0 to 15.</summary>
    NamedBarrier,

    /// <summary>A special register, written <c>%tid.x</c>.</summary>
    Special,
}
