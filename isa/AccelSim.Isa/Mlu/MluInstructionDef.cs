using System.Collections.Immutable;

namespace AccelSim.Isa.Mlu;

/// <summary>Where a mnemonic suffix is stored in the header of an instruction word.</summary>
public enum MluSuffixField : byte
{
    /// <summary>Data type, bits 13..10: the destination, or the only type.</summary>
    Type0,

    /// <summary>Data type, bits 17..14: the (first) source.</summary>
    Type1,

    /// <summary>Data type, bits 21..18: weights.</summary>
    Type2,

    /// <summary>Memory pair of a copy, bits 26..22.</summary>
    Direction,

    /// <summary>Memory space, bits 26..22.</summary>
    Space,

    /// <summary>Rounding mode, bits 26..22.</summary>
    Rounding,

    /// <summary>Optional set of queue names, bits 26..22.</summary>
    SyncMask,

    /// <summary>Barrier scope, bits 26..22.</summary>
    BarrierScope,

    /// <summary>Optional <c>.async</c>, bit 27: the core does not wait for the copy.</summary>
    Async,
}

/// <summary>One dot-separated suffix of a mnemonic and the values it may take.</summary>
/// <param name="Field">Where it is encoded.</param>
/// <param name="Allowed">Legal spellings in assembly; the position in the enumeration's full list is the encoded value.</param>
public sealed record MluSuffix(MluSuffixField Field, ImmutableArray<string> Allowed);

/// <summary>What an operand is.</summary>
public enum MluOperandKind : byte
{
    /// <summary>A GPR that the instruction writes.</summary>
    Destination,

    /// <summary>A GPR that the instruction reads.</summary>
    Source,

    /// <summary>A GPR or, with bit 27 set, a signed 64-bit immediate in bits 127..64.</summary>
    SourceOrImmediate,

    /// <summary>A signed 64-bit immediate in bits 127..64.</summary>
    Immediate,

    /// <summary>An instruction index of the same kernel in bits 127..64; a label in assembly.</summary>
    Target,

    /// <summary>A GPR holding a base address plus a signed offset in bits 127..64, written <c>[r1 + 16]</c>.</summary>
    Address,

    /// <summary>A special register in bits 26..22, written <c>%taskid</c>.</summary>
    Special,
}

/// <summary>One operand of an instruction: its kind, its name in the documentation and the register slot it occupies (or -1).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Name in documentation and messages.</param>
/// <param name="Slot">Register slot: slot s is bits 33+6s..28+6s; -1 when no register is involved.</param>
public sealed record MluOperand(MluOperandKind Kind, string Name, int Slot);

/// <summary>
/// One row of the instruction table: everything that encoder, decoder, assembler, disassembler, executor, timing model and documentation need to
/// know about an operation. Free of code, so that it can be printed and checked.
/// </summary>
/// <param name="Opcode">Number, stored in programs.</param>
/// <param name="Mnemonic">Assembly name without suffixes.</param>
/// <param name="Unit">Hardware it needs.</param>
/// <param name="Timing">Row of the timing table.</param>
/// <param name="Suffixes">Suffixes in the order they are written.</param>
/// <param name="Operands">Operands in the order they are written.</param>
/// <param name="Summary">Meaning in one line.</param>
public sealed record MluInstructionDef(
    MluOpcode Opcode,
    string Mnemonic,
    MluUnit Unit,
    MluTiming Timing,
    ImmutableArray<MluSuffix> Suffixes,
    ImmutableArray<MluOperand> Operands,
    string Summary)
{
    /// <summary>Feature of the architecture without which a chip lacks the instruction; null where all have it.</summary>
    public string? Needs { get; init; }

    /// <summary>Number of register slots in use.</summary>
    public int RegisterCount { get; } = Operands.Count(operand => operand.Slot >= 0);

    /// <summary>True when bits 127..64 hold an immediate in every (or, for <see cref="MluOperandKind.SourceOrImmediate"/>, some) form.</summary>
    public bool HasImmediate { get; } = Operands.Any(operand => operand.Kind is not (MluOperandKind.Destination or MluOperandKind.Source or MluOperandKind.Special));

    /// <summary>True when the last operand may be a register or an immediate.</summary>
    public bool HasRegisterOrImmediate { get; } = Operands.Any(operand => operand.Kind == MluOperandKind.SourceOrImmediate);

    /// <summary>True for instructions that are handed to a queue and complete later.</summary>
    public bool IsQueued => Unit is MluUnit.Vector or MluUnit.Tensor or MluUnit.Dma;
}
