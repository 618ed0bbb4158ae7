using System.Numerics;

namespace AccelSim.Memory;

/// <summary>What the data buses do next, found out from what waits: a span of column commands each.</summary>
internal sealed partial class ReadyFirstController
{
    /// <summary>Set in the key of a hit: those that opened rows go first.</summary>
    private const long Later = 1L << 62;

    private readonly Span[] _spans;
    private readonly Candidate[] _candidates;
    private readonly int _banksPerRank;
    private readonly byte[] _group;

    /// <summary>What a data bus does next: commands of one request, or of two in turns.</summary>
    private struct Span
    {
        /// <summary>The request whose command comes at <see cref="Start"/>, and the one that takes turns with it, or -1.</summary>
        public int First;
        public int Second;

        /// <summary>Tick of the first command that has not been entered into the state of banks and requests.</summary>
        public long Start;
        public int Spacing;

        /// <summary>Commands from <see cref="Start"/> on that are known.</summary>
        public long Most;

        /// <summary>How many of them end no request.</summary>
        public long Quiet;

        /// <summary>How many of them have been issued: the queue and the bus know, banks and requests do not yet.</summary>
        public long Issued;

        /// <summary>Tick before which the bus has nothing else to do.</summary>
        public long End;

        /// <summary>Keys of the two.</summary>
        public long Key;
        public long SecondKey;

        /// <summary>Least key of a bank beside the two: while theirs are less, they go on with what comes next for their rows; -1 where nothing goes on.</summary>
        public long Others;

        /// <summary>Banks of which column commands are wanted, and those of the two.</summary>
        public ulong Wanted;
        public ulong Own;

        /// <summary>True where it takes part in the step that is being made.</summary>
        public bool Takes;

        /// <summary>Tick of the next command.</summary>
        public readonly long Next => Start + (Issued * Spacing);

        /// <summary>Commands that are known and have not been issued.</summary>
        public readonly long Left => Most - Issued;

        /// <summary>Key of the request whose command is next.</summary>
        public readonly long NextKey => Second >= 0 && Issued % 2 != 0 ? SecondKey : Key;
    }

    /// <summary>A bank with a request for its open row: the least key goes first when it is ready.</summary>
    private struct Candidate
    {
        public long Key;
        public long Ready;
        public int Group;
    }

    /// <summary>
    /// Finds out what each data bus does from <paramref name="tick"/> on; null where none does anything before <paramref name="end"/>, otherwise
    /// the tick before which nothing else comes.
    /// </summary>
    private long? PlanSpans(BankAges openers, BankedQueue queue, long tick, long end)
    {
        var (earliest, same) = (-1, _planQueue == queue);
        _planQueue = queue;
        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            var wanted = openers.Wanted(rank) | queue.HitAges.Wanted(rank);
            if (!(same && GoesOn(queue, rank, ref span, wanted, tick)))
            {
                span.Wanted = wanted;
                Plan(openers, queue, rank, ref span, tick, end);
            }

            span.Takes = span.Most > 0;
            if (span.Takes)
            {
                earliest = earliest < 0 || span.Next < _spans[earliest].Next ? rank : earliest;
            }
            else if (wanted != 0)
            {
                // Known no better than that: the bus has a command to itself then.
                end = Math.Min(end, span.Start);
                _bound = Math.Min(_bound, span.Start);
            }
        }

        if (earliest >= 0 && _spans[earliest].Next < end)
        {
            return SideBySide(earliest, end);
        }

        _bound = earliest >= 0 ? Math.Min(_bound, _spans[earliest].Next) : _bound;
        return null;
    }

    /// <summary>Plans what a data bus does; without commands where nobody wants anything, or nothing is ready before <paramref name="end"/>: it starts no sooner than it says then.</summary>
    private void Plan(BankAges openers, BankedQueue queue, int rank, ref Span span, long tick, long end)
    {
        Enter(queue, ref span);
        (span.Most, span.Others, span.Own) = (0, -1, 0);
        if (span.Wanted == 0)
        {
            return;
        }

        // Commands start on edges, so only the rank's own bound is rounded up to one.
        var known = Math.Min(openers.Bound(rank), queue.HitAges.Bound(rank));
        span.Start = Timing.Rising(Math.Max(Math.Max(tick, known), Timing.RankColumnAt(rank, _writing, tick)), tick);
        if (span.Start < end)
        {
            span.Start = Find(openers, queue, rank, ref span);
        }
    }

    /// <summary>Finds out what a data bus does from the start of a span on; where nothing is ready then, the tick at which the first will be.</summary>
    private long Find(BankAges openers, BankedQueue queue, int rank, ref Span span)
    {
        var (nearest, farthest) = Timing.ColumnSpacing(_writing);
        var (count, first, next) = (0, -1, long.MaxValue);
        var banks = rank * _banksPerRank;
        var ready = Timing.BankColumns(_writing).AsSpan(banks, _banksPerRank);
        for (var wanted = span.Wanted; wanted != 0; wanted &= wanted - 1)
        {
            var bank = BitOperations.TrailingZeroCount(wanted);
            ref var candidate = ref _candidates[count];
            candidate.Key = Key(queue, banks + bank);
            candidate.Ready = ready[bank];
            candidate.Group = _group[bank];
            if (candidate.Ready > span.Start)
            {
                next = Math.Min(next, candidate.Ready);
            }
            else if (first < 0 || candidate.Key < _candidates[first].Key)
            {
                first = count;
            }

            count++;
        }

        if (first < 0)
        {
            openers.NotBefore(rank, next);
            queue.HitAges.NotBefore(rank, next);
            return next;
        }

        span.Key = _candidates[first].Key;
        span.Own = Bit(span.Key, rank);
        (span.First, span.Second, span.Spacing, span.Most, span.Quiet) = (Request(queue, span.Key), -1, nearest, 1, 0);
        span.End = span.Start + nearest;
        if (Left(span.First) > 1 && (_writing || Device.StackIds == 1))
        {
            Extend(queue, _candidates.AsSpan(0, count), first, rank, ref span, farthest);
        }

        return span.Start;
    }

    /// <summary>Makes a span of more than one command, with the request that fills the gaps.</summary>
    private void Extend(BankedQueue queue, ReadOnlySpan<Candidate> candidates, int first, int rank, ref Span span, int farthest)
    {
        var (slot, group, second) = (span.Start + span.Spacing, candidates[first].Group, -1);
        var grouped = farthest > span.Spacing;
        for (var i = 0; grouped && i < candidates.Length; i++)
        {
            if (candidates[i].Group != group && candidates[i].Ready <= slot && (second < 0 || candidates[i].Key < candidates[second].Key))
            {
                second = i;
            }
        }

        // Somebody who goes before one of the two ends their turns when it is ready.
        var (until, other) = (long.MaxValue, second < 0 ? -1 : candidates[second].Group);
        var last = !grouped ? span.Key : second < 0 ? BankAges.None : Math.Max(span.Key, candidates[second].Key);
        for (var i = 0; i < candidates.Length; i++)
        {
            var before = candidates[i].Group == group ? span.Key : last;
            if (i != first && i != second && candidates[i].Key < before && (candidates[i].Group != other || candidates[i].Ready > slot))
            {
                until = Math.Min(until, Math.Max(candidates[i].Ready, grouped ? slot + 1 : slot));
            }
        }

        span.Spacing = second < 0 ? farthest : span.Spacing;
        if (second >= 0)
        {
            span.SecondKey = candidates[second].Key;
            span.Second = Request(queue, span.SecondKey);
            span.Own |= Bit(span.SecondKey, rank);
        }

        span.Others = until < long.MaxValue ? -1 : LeastOther(candidates, first, second);
        Measure(ref span);
        if (until < long.MaxValue)
        {
            span.Most = Math.Min(span.Most, Commands(span.Start, until, span.Spacing));
            span.End = Math.Min(until, span.Start + (span.Most * span.Spacing));
        }
    }

    /// <summary>Finds out how many commands there are until one of the requests of a span has no more.</summary>
    private void Measure(ref Span span)
    {
        var left = Left(span.First);
        if (span.Second < 0)
        {
            (span.Most, span.Quiet) = (left, left - 1);
        }
        else
        {
            // Where one has a command left when the other ends, it goes as well: nothing of the other's bank group is ready so soon.
            var filling = Left(span.Second);
            span.Most = Math.Min((2L * left) - 1, 2L * filling) + (left - filling is 0 or 1 && span.Spacing < Timing.ColumnToPrecharge(_writing) ? 1 : 0);
            span.Quiet = Math.Min((2L * left) - 2, (2L * filling) - 1);
        }

        span.End = span.Start + (span.Most * span.Spacing);
    }

    /// <summary>The bank of a key, as a bit among the banks of its rank.</summary>
    private ulong Bit(long key, int rank) => 1UL << (BankAges.Bank(key) - (rank * _banksPerRank));

    private static long LeastOther(ReadOnlySpan<Candidate> candidates, int first, int second)
    {
        var least = BankAges.None;
        for (var i = 0; i < candidates.Length; i++)
        {
            least = i == first || i == second ? least : Math.Min(least, candidates[i].Key);
        }

        return least;
    }

    private int Request(BankedQueue queue, long key) => key < Later ? _opener[BankAges.Bank(key)] : queue.Hit(BankAges.Bank(key));

    /// <summary>Leaves the spans that do not meet on the command bus; the tick before which they are to end.</summary>
    private long SideBySide(int earliest, long end)
    {
        ref readonly var leading = ref _spans[earliest];
        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            if (!span.Takes)
            {
                continue;
            }

            if (rank != earliest && Meets(leading, span))
            {
                // The other bus goes first, for as long as this one has to wait for it.
                end = Math.Min(end, Math.Max(span.Next, leading.Next + 1));
                if (span.Next < leading.Next + Device.ColumnSlots)
                {
                    return Alone(Older(earliest, rank));
                }

                span.Takes = false;
                continue;
            }

            end = Math.Min(end, span.End);
        }

        return end;
    }

    private bool Meets(in Span one, in Span other)
    {
        if (one.Spacing == other.Spacing && other.Next - one.Next < one.Spacing)
        {
            var after = other.Next - one.Next;
            return after < Device.ColumnSlots || one.Spacing - after < Device.ColumnSlots;
        }

        // Spacings are tCCD_S and tCCD_L, the one a multiple of the other or no side by side.
        var (least, most) = (Math.Min(one.Spacing, other.Spacing), Math.Max(one.Spacing, other.Spacing));
        var apart = (int)((other.Next - one.Next) % least);
        return most % least != 0 || apart < Device.ColumnSlots || least - apart < Device.ColumnSlots;
    }

    private int Older(int rank, int other) =>
        _spans[rank].Next != _spans[other].Next || _spans[rank].NextKey < _spans[other].NextKey ? rank : other;

    /// <summary>One command of one bus, and nothing beside it.</summary>
    private long Alone(int rank)
    {
        for (var other = 0; other < _spans.Length; other++)
        {
            _spans[other].Takes = other == rank;
        }

        return _spans[rank].Next + 1;
    }

    private static long Commands(long tick, long end, int spacing)
    {
        var ticks = (uint)Math.Min(end - tick, int.MaxValue) + (uint)spacing - 1;
        return BitOperations.IsPow2(spacing) ? ticks >> BitOperations.TrailingZeroCount(spacing) : ticks / (uint)spacing;
    }

    private int Left(int index) => Pool[index].Request.Count - Pool[index].Served;
}
