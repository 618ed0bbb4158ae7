using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// The backward slice of a kernel: which instructions feed addresses, guards and branches. Timing needs only those evaluated. What is wanted of
/// registers and predicates is followed along the ways through the kernel (relevant variables, Weiser 1984), so that a register which holds an address
/// here and data there makes the data no part of it. Where a load is part of it, what was stored decides the time: see <see cref="NeedsValues"/>.
/// </summary>
public sealed class SimtControlSlice
{
    private readonly bool[] _contains;

    private SimtControlSlice(bool[] contains, int firstLoad)
    {
        _contains = contains;
        FirstLoad = firstLoad;
    }

    /// <summary>By program counter: the instruction has to be evaluated.</summary>
    public ReadOnlySpan<bool> Contains => _contains;

    /// <summary>Program counter of the first load of memory, other than constants, that the slice contains; -1 where there is none.</summary>
    public int FirstLoad { get; }

    /// <summary>True where contents of memory may decide an address, a guard or a branch: the kernel is not timed without them.</summary>
    public bool NeedsValues => FirstLoad >= 0;

    /// <summary>True where all accesses that the slice contains are loads of global memory: whoever has that memory can evaluate the slice without the rest.</summary>
    public bool ReadsOnlyGlobal { get; private init; }

    internal static SimtControlSlice Of(ReadOnlySpan<SimtInstruction> instructions, ReadOnlySpan<SimtStaticInfo> info)
    {
        // what is wanted before each instruction; nothing after the last
        var wanted = new SimtWants[info.Length + 1];
        var contains = new bool[info.Length];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var pc = info.Length - 1; pc >= 0; pc--)
            {
                var before = Before(instructions[pc], info[pc], wanted, pc, out contains[pc]);
                changed |= before != wanted[pc];
                wanted[pc] = before;
            }
        }

        var first = -1;
        var onlyGlobal = true;
        for (var pc = info.Length - 1; pc >= 0; pc--)
        {
            if (contains[pc] && Loads(info[pc]))
            {
                first = pc;
                onlyGlobal &= info[pc].Timing == SimtTiming.GlobalLoad;
            }
        }

        return new SimtControlSlice(contains, first) { ReadsOnlyGlobal = onlyGlobal };
    }

    /// <summary>True where what an instruction writes comes from memory other than the constant bank.</summary>
    private static bool Loads(in SimtStaticInfo info) =>
        (info.LaneBytes > 0 && info.Timing is not (SimtTiming.ConstantLoad or SimtTiming.MbarrierWait)) || info.Timing == SimtTiming.GroupProduct;

    private static SimtWants Before(in SimtInstruction instruction, in SimtStaticInfo info, SimtWants[] wanted, int pc, out bool contains)
    {
        var always = instruction.Guard.IsAlways;
        var wants = instruction.Opcode is SimtOpcode.Exit or SimtOpcode.Branch && always ? default : wanted[pc + 1];
        if (instruction.Opcode == SimtOpcode.Branch && (uint)instruction.Immediate < (uint)wanted.Length)
        {
            wants = wants.And(wanted[instruction.Immediate]);
        }

        contains = wants.Any(info.D) || (wants.Predicates & info.PredicatesWritten) != 0;
        if (always)
        {
            wants = wants.Without(info.D, info.PredicatesWritten);
        }

        if (contains)
        {
            wants = wants.And(info.A).And(info.B).And(info.C).And(info.PredicatesRead);
        }

        // addresses, and what says which lanes take part in accesses and control flow, are wanted in any case
        if (info.LaneBytes > 0)
        {
            wants = wants.And(info.A).And(info.PredicatesRead);
            return info.Timing switch
            {
                SimtTiming.AsyncCopy or SimtTiming.Mbarrier or SimtTiming.MbarrierWait => wants.And(info.B),
                SimtTiming.BulkCopy => wants.And(info.B).And(info.C),
                _ => wants,
            };
        }

        if (info.Timing == SimtTiming.GroupProduct)
        {
            // registers that are factors hold no address, descriptors do
            wants = wants.And(info.B);
            return info.A.Count == SimtStaticInfo.DescriptorRegisters ? wants.And(info.A) : wants;
        }

        return info.Unit == SimtUnit.Control || info.Timing == SimtTiming.AsyncGroup ? wants.And(info.PredicatesRead) : wants;
    }
}
