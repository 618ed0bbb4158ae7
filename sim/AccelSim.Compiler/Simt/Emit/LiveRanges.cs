using System.Numerics;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>
/// First and last position at which every group and every predicate is alive, from a data-flow analysis over basic blocks, in which each register of a
/// group stands for itself. Numbers of predicates follow those of groups.
/// </summary>
internal sealed class LiveRanges
{
    private readonly KernelUnit _unit;
    private readonly int _words;

    // groups and predicates of the bits of a set, and the first bit of each of them
    private readonly List<int> _owner = [];
    private readonly int[] _bit;

    private LiveRanges(KernelUnit unit, int predicates)
    {
        _unit = unit;
        var count = unit.Groups.Count + predicates + 1;
        _bit = new int[count];
        for (var index = 0; index < count; index++)
        {
            _bit[index] = _owner.Count;
            _owner.AddRange(Enumerable.Repeat(index, index < unit.Groups.Count ? unit.Groups[index] : 1));
        }

        _words = (_owner.Count + 63) / 64;
        First = new int[count];
        Last = new int[count];
        Array.Fill(First, -1);
        Array.Fill(Last, -1);
    }

    /// <summary>First position where something is alive; -1 where it is never used.</summary>
    public int[] First { get; }

    /// <summary>Last position where something is alive or written.</summary>
    public int[] Last { get; }

    /// <summary>Analyses code.</summary>
    public static LiveRanges Of(KernelUnit unit, int predicates)
    {
        var ranges = new LiveRanges(unit, predicates);
        ranges.Run();
        return ranges;
    }

    private void Run()
    {
        var code = _unit.Code;
        var (starts, labels) = Blocks();
        var blocks = starts.Count - 1;
        var (use, def, live) = (Sets(blocks), Sets(blocks), Sets(blocks + 1));
        for (var block = 0; block < blocks; block++)
        {
            for (var at = starts[block + 1] - 1; at >= starts[block]; at--)
            {
                Kill(code[at], def[block], use[block]);
                Uses(code[at], bit =>
                {
                    Set(use[block], bit);
                    Extend(bit, at);
                });
                Writes(code[at], bit => Extend(bit, at));
            }
        }

        Solve(starts, labels, use, def, live);
        for (var block = 0; block < blocks; block++)
        {
            // alive at the start of a block: from its first position; alive at its end: to its last
            ForEach(live[block], bit => Extend(bit, starts[block]));
            ForEach(LiveOut(block, starts, labels, live), bit => Extend(bit, starts[block + 1] - 1));
        }

        Shorten(live[0]);
    }

    /// <summary>
    /// What seems alive when the kernel begins has no value yet: it is only ever written where a guard holds. It comes alive where it is first named, or
    /// where the outermost loop around that begins, which may bring a value back.
    /// </summary>
    private void Shorten(ulong[] atStart)
    {
        var places = new Dictionary<int, int>();
        var loops = new List<(int Top, int End)>();
        var named = new int[First.Length];
        Array.Fill(named, -1);
        for (var at = 0; at < _unit.Code.Count; at++)
        {
            var code = _unit.Code[at];
            if (code.Row is null)
            {
                places[code.Label] = at;
            }
            else if (places.TryGetValue(code.Target, out var top))
            {
                loops.Add((top, at));
            }

            void Name(int bit) => named[_owner[bit]] = named[_owner[bit]] < 0 ? at : named[_owner[bit]];
            Uses(code, Name);
            Writes(code, Name);
        }

        ForEach(atStart, bit =>
        {
            var index = _owner[bit];
            First[index] = loops.Where(loop => loop.Top <= named[index] && loop.End >= named[index]).Select(loop => loop.Top).DefaultIfEmpty(named[index]).Min();
        });
    }

    private void Solve(List<int> starts, Dictionary<int, int> labels, ulong[][] use, ulong[][] def, ulong[][] live)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            for (var block = starts.Count - 2; block >= 0; block--)
            {
                var result = LiveOut(block, starts, labels, live);
                for (var word = 0; word < _words; word++)
                {
                    result[word] = (result[word] & ~def[block][word]) | use[block][word];
                    changed |= result[word] != live[block][word];
                }

                live[block] = result;
            }
        }
    }

    private ulong[] LiveOut(int block, List<int> starts, Dictionary<int, int> labels, ulong[][] live)
    {
        var last = _unit.Code[starts[block + 1] - 1];
        var result = new ulong[_words];
        if (!last.EndsFlow)
        {
            Or(result, live[block + 1]);
        }

        if (last.Target >= 0)
        {
            Or(result, live[labels[last.Target]]);
        }

        return result;
    }

    private (List<int> Starts, Dictionary<int, int> Labels) Blocks()
    {
        var starts = new List<int>();
        var labels = new Dictionary<int, int>();
        var fresh = true;
        for (var at = 0; at < _unit.Code.Count; at++)
        {
            var code = _unit.Code[at];
            if (fresh || code.Row is null)
            {
                starts.Add(at);
            }

            if (code.Row is null)
            {
                labels[code.Label] = starts.Count - 1;
            }

            fresh = code.Target >= 0 || code.EndsFlow;
        }

        starts.Add(_unit.Code.Count);
        return (starts, labels);
    }

    private void Kill(KernelCode code, ulong[] def, ulong[] use)
    {
        if (code.Row is not null && code.Guard.IsAlways)
        {
            Writes(code, bit =>
            {
                Set(def, bit);
                Clear(use, bit);
            });
        }
    }

    private void Uses(KernelCode code, Action<int> use)
    {
        if (code.Row is null)
        {
            return;
        }

        foreach (var register in code.Read)
        {
            Bits(register, use);
        }

        foreach (var predicate in code.ReadPredicates)
        {
            use(_bit[_unit.Groups.Count + predicate]);
        }
    }

    private void Writes(KernelCode code, Action<int> write)
    {
        if (code.Row is null)
        {
            return;
        }

        Bits(code.Written, write);
        if (code.WrittenPredicate is > 0 and var predicate)
        {
            write(_bit[_unit.Groups.Count + predicate]);
        }
    }

    private void Bits(Reg register, Action<int> action)
    {
        for (var part = 0; part < (register.IsZero ? 0 : register.Count); part++)
        {
            action(_bit[register.Group] + register.Part + part);
        }
    }

    private void Extend(int bit, int at)
    {
        var index = _owner[bit];
        First[index] = First[index] < 0 ? at : Math.Min(First[index], at);
        Last[index] = Math.Max(Last[index], at);
    }

    private ulong[][] Sets(int count) => [.. Enumerable.Range(0, count).Select(_ => new ulong[_words])];

    private static void Set(ulong[] set, int bit) => set[bit >> 6] |= 1UL << (bit & 63);

    private static void Clear(ulong[] set, int bit) => set[bit >> 6] &= ~(1UL << (bit & 63));

    private static void Or(ulong[] set, ulong[] other)
    {
        for (var word = 0; word < set.Length; word++)
        {
            set[word] |= other[word];
        }
    }

    private static void ForEach(ulong[] set, Action<int> action)
    {
        for (var word = 0; word < set.Length; word++)
        {
            for (var bits = set[word]; bits != 0; bits &= bits - 1)
            {
                action((word << 6) + BitOperations.TrailingZeroCount(bits));
            }
        }
    }
}
