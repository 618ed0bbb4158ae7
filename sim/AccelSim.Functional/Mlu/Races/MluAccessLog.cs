namespace AccelSim.Functional.Mlu;

/// <summary>What an access does, for the question which pairs conflict.</summary>
internal enum MluAccessKind : byte
{
    Read,

    /// <summary>Read and write in one indivisible step: does not conflict with its like.</summary>
    Atomic,
    Write,
}

/// <summary>One access of a launch.</summary>
/// <param name="Gang">Gang that made it.</param>
/// <param name="Place">Core of the gang.</param>
/// <param name="Agent">Core itself or queue, as <see cref="MluClocks"/> numbers them.</param>
/// <param name="Count">Which access of the agent.</param>
/// <param name="Pc">Instruction.</param>
/// <param name="IsAtomic">An indivisible read and write.</param>
internal readonly record struct MluAccess(int Gang, int Place, int Agent, int Count, int Pc, bool IsAtomic);

/// <summary>The accesses of a launch by number, and the sets of them that cells of memory remember. Number 0 and set 0 mean none.</summary>
internal sealed class MluAccessLog
{
    private readonly List<MluAccess> _accesses = [default];
    private readonly List<int[]> _sets = [[]];

    public MluAccess this[int access] => _accesses[access];

    public ReadOnlySpan<int> Set(int set) => _sets[set];

    public void Clear()
    {
        _accesses.RemoveRange(1, _accesses.Count - 1);
        _sets.RemoveRange(1, _sets.Count - 1);
    }

    public int Add(MluAccess access)
    {
        _accesses.Add(access);
        return _accesses.Count - 1;
    }

    /// <summary>
    /// The set with one more member. Members of the same kind that the new one is ordered after are dropped, since whatever is ordered after the new
    /// one is ordered after them too; and of reads, two by different gangs suffice, since every later write conflicts with one of them.
    /// </summary>
    public int With(int set, int access, int gang, ReadOnlySpan<int> clock)
    {
        var newcomer = _accesses[access];
        var members = _sets[set];
        Span<int> kept = members.Length < 256 ? stackalloc int[members.Length] : new int[members.Length];
        int count = 0, firstGang = -1;
        foreach (var member in members)
        {
            var old = _accesses[member];
            if (member == access || (old.IsAtomic == newcomer.IsAtomic && IsOrdered(old, gang, clock)))
            {
                continue;
            }

            if (!old.IsAtomic && !newcomer.IsAtomic)
            {
                if (firstGang >= 0 && firstGang != old.Gang)
                {
                    return set;
                }

                firstGang = old.Gang;
            }

            kept[count++] = member;
        }

        _sets.Add([.. kept[..count], access]);
        return _sets.Count - 1;
    }

    /// <summary>Whether an earlier access has completed for one who knows <paramref name="clock"/>.</summary>
    public static bool IsOrdered(in MluAccess earlier, int gang, ReadOnlySpan<int> clock) => earlier.Gang == gang && clock[earlier.Agent] >= earlier.Count;
}
