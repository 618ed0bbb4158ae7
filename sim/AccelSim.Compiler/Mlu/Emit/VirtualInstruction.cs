using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Emit;

/// <summary>An instruction over virtual registers. A label is an instruction without opcode.</summary>
internal sealed class VirtualInstruction
{
    public MluOpcode Opcode { get; init; }

    public bool IsLabel { get; init; }

    public MluDataType Type0 { get; init; }

    public MluDataType Type1 { get; init; }

    public MluDataType Type2 { get; init; }

    public byte Mode { get; init; }

    public bool Flag { get; init; }

    /// <summary>Virtual register per slot; -1 stands for r0.</summary>
    public int[] Registers { get; init; } = [];

    public long Immediate { get; init; }

    /// <summary>Label number: of a label itself, or of a branch's target.</summary>
    public int Label { get; init; } = -1;

    /// <summary>Slots that are written rather than read.</summary>
    public IEnumerable<int> Written => IsLabel ? [] : Slots(written: true);

    /// <summary>Virtual registers that are read.</summary>
    public IEnumerable<int> Read => IsLabel ? [] : Slots(written: false);

    private IEnumerable<int> Slots(bool written) =>
        from operand in MluInstructionSet.Get(Opcode).Operands
        where operand.Slot >= 0 && (operand.Kind == MluOperandKind.Destination) == written
        let register = Registers[operand.Slot]
        where register >= 0
        select register;
}
