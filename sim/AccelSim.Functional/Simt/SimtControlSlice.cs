using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// The backward slice of a kernel: which instructions feed addresses, guards and branches. Timing needs only those evaluated. Registers and
/// predicates are followed without regard to order, so the slice is the same at every point of the kernel and never too small.
/// Where a load is part of it, what was stored decides the time: see <see cref="NeedsValues"/>.
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

    /// <summary>True where contents of memory may decide an address, a guard or a branch: the kernel is then timed with all values.</summary>
    public bool NeedsValues => FirstLoad >= 0;

    internal static SimtControlSlice Of(ReadOnlySpan<SimtStaticInfo> info)
    {
        var contains = new bool[info.Length];
        Span<bool> registers = stackalloc bool[256];
        var predicates = 0;
        for (var pc = 0; pc < info.Length; pc++)
        {
            // Addresses, and what says which lanes take part in accesses and control flow, are wanted from the start.
            if (info[pc].LaneBytes > 0)
            {
                Want(registers, info[pc].A);
                predicates |= info[pc].PredicatesRead;
                if (info[pc].Timing == SimtTiming.AsyncCopy)
                {
                    Want(registers, info[pc].B);
                }
            }
            else if (info[pc].Unit == SimtUnit.Control || info[pc].Timing == SimtTiming.AsyncGroup)
            {
                predicates |= info[pc].PredicatesRead;
            }
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var pc = 0; pc < info.Length; pc++)
            {
                if (contains[pc] || !(Wants(registers, info[pc].D) || (predicates & info[pc].PredicatesWritten) != 0))
                {
                    continue;
                }

                contains[pc] = changed = true;
                Want(registers, info[pc].A);
                Want(registers, info[pc].B);
                Want(registers, info[pc].C);
                predicates |= info[pc].PredicatesRead;
            }
        }

        var first = -1;
        for (var pc = 0; pc < info.Length && first < 0; pc++)
        {
            first = contains[pc] && info[pc].LaneBytes > 0 && info[pc].Timing != SimtTiming.ConstantLoad ? pc : -1;
        }

        return new SimtControlSlice(contains, first);
    }

    private static void Want(Span<bool> registers, SimtRegisterRange range)
    {
        for (var i = 0; i < range.Count; i++)
        {
            registers[range.First + i] = true;
        }
    }

    private static bool Wants(ReadOnlySpan<bool> registers, SimtRegisterRange range)
    {
        for (var i = 0; i < range.Count; i++)
        {
            if (registers[range.First + i])
            {
                return true;
            }
        }

        return false;
    }
}
