using System.Collections;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Emit;

/// <summary>
/// Linear scan over live ranges that come from a data-flow analysis of the kernel's code. r0 is never assigned. There is no spilling: kernels are
/// written to fit, and one that does not is a defect that the message describes.
/// </summary>
internal static class RegisterAllocator
{
    /// <summary>The register of each virtual register.</summary>
    public static int[] Assign(string kernel, List<VirtualInstruction> code, int count)
    {
        var (first, last) = LiveRanges(code, count);
        var order = Enumerable.Range(0, count).Where(register => first[register] >= 0).OrderBy(register => first[register]).ThenBy(register => register).ToList();
        var assignment = new int[count];
        var busyUntil = new int[MluInstructionSet.RegisterCount];
        Array.Fill(busyUntil, -1);
        foreach (var register in order)
        {
            var chosen = -1;
            for (var candidate = 1; candidate < MluInstructionSet.RegisterCount && chosen < 0; candidate++)
            {
                // a register whose last reader is the instruction that defines the new value is free: operands are read before results are written
                chosen = busyUntil[candidate] <= first[register] ? candidate : -1;
            }

            if (chosen < 0)
            {
                throw new CompileException($"kernel '{kernel}' needs more than {MluInstructionSet.RegisterCount - 1} registers at instruction {first[register]}", null);
            }

            assignment[register] = chosen;
            busyUntil[chosen] = Math.Max(last[register], first[register] + 1);
        }

        return assignment;
    }

    private static (int[] First, int[] Last) LiveRanges(List<VirtualInstruction> code, int count)
    {
        var labels = new Dictionary<int, int>();
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i].IsLabel)
            {
                labels[code[i].Label] = i;
            }
        }

        var liveIn = new BitArray[code.Count + 1];
        for (var i = 0; i <= code.Count; i++)
        {
            liveIn[i] = new BitArray(count);
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = code.Count - 1; i >= 0; i--)
            {
                var live = LiveOut(code[i], i, liveIn, labels);
                foreach (var register in code[i].Written)
                {
                    live[register] = false;
                }

                foreach (var register in code[i].Read)
                {
                    live[register] = true;
                }

                if (!Same(live, liveIn[i]))
                {
                    liveIn[i] = live;
                    changed = true;
                }
            }
        }

        int[] first = new int[count], last = new int[count];
        Array.Fill(first, -1);
        Array.Fill(last, -1);
        for (var i = 0; i < code.Count; i++)
        {
            foreach (var register in code[i].Written.Concat(code[i].Read))
            {
                Extend(register, i);
            }

            for (var register = 0; register < count; register++)
            {
                if (liveIn[i][register])
                {
                    Extend(register, i);
                }
            }
        }

        return (first, last);

        void Extend(int register, int at)
        {
            first[register] = first[register] < 0 ? at : first[register];
            last[register] = at;
        }
    }

    private static BitArray LiveOut(VirtualInstruction instruction, int at, BitArray[] liveIn, Dictionary<int, int> labels)
    {
        if (instruction.IsLabel || instruction.Label < 0)
        {
            return instruction is { IsLabel: false, Opcode: MluOpcode.Halt } ? new BitArray(liveIn[0].Length) : new BitArray(liveIn[at + 1]);
        }

        var target = liveIn[labels[instruction.Label]];
        return instruction.Opcode == MluOpcode.Jump ? new BitArray(target) : new BitArray(liveIn[at + 1]).Or(target);
    }

    private static bool Same(BitArray a, BitArray b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i])
            {
                return false;
            }
        }

        return true;
    }
}
