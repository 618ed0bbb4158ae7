using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Decides whether timing a kernel needs tensor values: a forward data-flow analysis of which registers may hold data (scalar loads from memory
/// and searches such as <c>vcount</c>), and whether such a register reaches a branch, an address or a size.
/// </summary>
internal static class MluControlSlice
{
    public static bool DependsOnData(ReadOnlySpan<MluInstruction> instructions, ReadOnlySpan<MluStaticInfo> info)
    {
        if (!HasDataSource(instructions))
        {
            return false;
        }

        var tainted = new ulong[instructions.Length + 1];
        var reached = new bool[instructions.Length + 1];
        var work = new Stack<int>();
        reached[0] = instructions.Length > 0;
        work.Push(0);
        while (work.TryPop(out var pc))
        {
            if (pc >= instructions.Length)
            {
                continue;
            }

            var instruction = instructions[pc];
            if ((info[pc].Reads & tainted[pc] & DecidingRegisters(instruction, info[pc])) != 0)
            {
                return true;
            }

            var after = Transfer(instruction, info[pc], tainted[pc]);
            foreach (var next in Successors(instruction, pc, instructions.Length))
            {
                var merged = tainted[next] | after;
                if (!reached[next] || merged != tainted[next])
                {
                    reached[next] = true;
                    tainted[next] = merged;
                    work.Push(next);
                }
            }
        }

        return false;
    }

    private static bool HasDataSource(ReadOnlySpan<MluInstruction> instructions)
    {
        foreach (ref readonly var instruction in instructions)
        {
            if (IsDataSource(instruction.Opcode))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDataSource(MluOpcode opcode) =>
        opcode is MluOpcode.ScalarLoad or MluOpcode.VCount or MluOpcode.VFindFirst or MluOpcode.VFindLast or MluOpcode.VFilter;

    private static ulong Transfer(in MluInstruction instruction, MluStaticInfo info, ulong tainted)
    {
        var isData = IsDataSource(instruction.Opcode) || (info.Unit == MluUnit.Scalar && (info.Reads & tainted) != 0);
        return isData ? tainted | info.Writes : tainted & ~info.Writes;
    }

    /// <summary>Registers that decide timing: all operands, except the value of a scalar store, scalar arithmetic, and scalars that vectors are combined with.</summary>
    private static ulong DecidingRegisters(in MluInstruction instruction, MluStaticInfo info)
    {
        var row = MluInstructionSet.Get(instruction.Opcode);
        if (info.Unit == MluUnit.Scalar)
        {
            // only the address of a load or store decides anything; results of arithmetic are followed by Transfer
            var address = row.Operands.FirstOrDefault(operand => operand.Kind == MluOperandKind.Address);
            return address is null ? 0 : 1UL << instruction.Registers[address.Slot];
        }

        ulong mask = ulong.MaxValue;
        foreach (var operand in row.Operands)
        {
            if (operand.Name is "scalar" or "cap" or "value" && operand.Slot >= 0)
            {
                mask &= ~(1UL << instruction.Registers[operand.Slot]);
            }
        }

        // the same register may also be used as an address or size in the same instruction
        foreach (var operand in row.Operands)
        {
            if (operand.Name is not ("scalar" or "cap" or "value") && operand.Slot >= 0)
            {
                mask |= 1UL << instruction.Registers[operand.Slot];
            }
        }

        return mask;
    }

    private static int[] Successors(in MluInstruction instruction, int pc, int count) => instruction.Opcode switch
    {
        MluOpcode.Halt => [],
        MluOpcode.Jump or MluOpcode.Call => [(int)instruction.Immediate],
        // a return may continue after any call: every instruction is a possible target
        MluOpcode.JumpRegister => [.. Enumerable.Range(0, count)],
        MluOpcode.BranchEqual or MluOpcode.BranchNotEqual or MluOpcode.BranchLess or MluOpcode.BranchGreaterEqual => [pc + 1, (int)instruction.Immediate],
        _ => [pc + 1],
    };
}
