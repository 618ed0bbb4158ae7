namespace AccelSim.Isa.Simt;

/// <summary>
/// A decoded instruction: 24 bytes, no references, indexed by program counter. Register number 0 is <c>rz</c>, which reads as zero, and
/// register n + 1 is <c>rn</c>; predicate 0 is <c>pt</c>, which is always true, and predicate n + 1 is <c>pn</c>. Fields that the row of
/// <see cref="Opcode"/> does not use are zero.
/// </summary>
public readonly record struct SimtInstruction
{
    /// <summary>The operation.</summary>
    public SimtOpcode Opcode { get; init; }

    /// <summary>Choices of the mnemonic, packed as the row says, or the special register.</summary>
    public ushort Mode { get; init; }

    /// <summary>Lanes where this predicate holds execute; the others do nothing.</summary>
    public SimtPredicate Guard { get; init; }

    /// <summary>First destination register, the convergence barrier, or the barrier of the block.</summary>
    public byte D { get; init; }

    /// <summary>First register of operand a.</summary>
    public byte A { get; init; }

    /// <summary>First register of operand b.</summary>
    public byte B { get; init; }

    /// <summary>First register of operand c.</summary>
    public byte C { get; init; }

    /// <summary>What the flexible operand is.</summary>
    public SimtForm Form { get; init; }

    /// <summary>Predicate written.</summary>
    public byte P { get; init; }

    /// <summary>Predicate read.</summary>
    public SimtPredicate Q { get; init; }

    /// <summary>Second predicate read.</summary>
    public SimtPredicate R { get; init; }

    /// <summary>Immediate value, address offset, offset in the constant bank, or branch target.</summary>
    public int Immediate { get; init; }

    /// <summary>What the compiler says about dependences, for chips that rely on it.</summary>
    public SimtControl Control { get; init; }

    /// <summary>Special register that is read.</summary>
    public SimtSpecialRegister Special => (SimtSpecialRegister)Mode;

    /// <inheritdoc/>
    public override string ToString() => SimtDisassembler.Format(this);
}
