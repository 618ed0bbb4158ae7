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
        public int First;
        public int Second;
        public long Start;
        public int Spacing;
        public long Most;

        /// <summary>Tick before which the bus has nothing else to do.</summary>
        public long End;

        /// <summary>Key of the first.</summary>
        public long Key;

        /// <summary>Least key of a bank beside the two: while theirs are less, they go on with what comes next for their rows.</summary>
        public long Others;

        /// <summary>Banks of which column commands were wanted when it was planned.</summary>
        public ulong Wanted;
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
        var (nearest, farthest) = Timing.ColumnSpacing(_writing);
        var (any, earliest, same) = (false, 0, _planQueue == queue);
        _planQueue = queue;
        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            var wanted = openers.Wanted(rank) | queue.HitAges.Wanted(rank);
            var at = Timing.RankColumnAt(rank, _writing, tick);
            var ready = span.Start;
            if (same && span.Others >= 0 && span.Wanted == wanted && span.Start >= tick && span.Start >= at)
            {
                // It goes on as it was planned.
                span.Most = span.Start < end ? Most(span) : 0;
                span.End = span.Start + (span.Most * span.Spacing);
            }
            else
            {
                (span.Most, span.Others, span.Wanted) = (0, -1, wanted);
                if (wanted == 0)
                {
                    continue;
                }

                // Commands start on edges, so only the rank's own bound is rounded up to one.
                var known = Math.Min(openers.Bound(rank), queue.HitAges.Bound(rank));
                span.Start = Timing.Rising(Math.Max(Math.Max(tick, known), at), tick);
                ready = span.Start < end ? Find(openers, queue, rank, ref span, nearest, farthest) : span.Start;
            }

            if (span.Most == 0)
            {
                // Known no better than that: the bus has a command to itself then.
                end = Math.Min(end, ready);
                _bound = Math.Min(_bound, ready);
                continue;
            }

            earliest = !any || span.Start < _spans[earliest].Start ? rank : earliest;
            any = true;
        }

        if (!any || _spans[earliest].Start >= end)
        {
            _bound = Math.Min(_bound, any ? _spans[earliest].Start : long.MaxValue);
            return null;
        }

        return SideBySide(earliest, end);
    }

    /// <summary>Finds out what a data bus does from the start of a span on; where nothing is ready then, the tick at which the first will be.</summary>
    private long Find(BankAges openers, BankedQueue queue, int rank, ref Span span, int nearest, int farthest)
    {
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
        (span.First, span.Second, span.Spacing, span.Most) = (Request(queue, span.Key), -1, nearest, 1);
        span.Others = -1;
        span.End = span.Start + nearest;
        if (Left(span.First) > 1 && (_writing || Device.StackIds == 1))
        {
            Extend(queue, _candidates.AsSpan(0, count), first, ref span, farthest);
        }

        return span.Start;
    }

    /// <summary>Makes a span of more than one command, with the request that fills the gaps.</summary>
    private void Extend(BankedQueue queue, ReadOnlySpan<Candidate> candidates, int first, ref Span span, int farthest)
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
        span.Second = second < 0 ? -1 : Request(queue, candidates[second].Key);
        span.Others = until < long.MaxValue ? -1 : LeastOther(candidates, first, second);
        span.Most = Most(span);
        span.Most = until < long.MaxValue ? Math.Min(span.Most, Commands(span.Start, until, span.Spacing)) : span.Most;
        span.End = Math.Min(until, span.Start + (span.Most * span.Spacing));
    }

    /// <summary>Commands until one of the requests of a span has no more.</summary>
    private long Most(in Span span)
    {
        var left = Left(span.First);
        if (span.Second < 0)
        {
            return left;
        }

        // Where one has a command left when the other ends, it goes as well: nothing of the other's bank group is ready so soon.
        var filling = Left(span.Second);
        return Math.Min((2L * left) - 1, 2L * filling) + (left - filling is 0 or 1 && span.Spacing < Timing.ColumnToPrecharge(_writing) ? 1 : 0);
    }

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
        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            if (span.Most == 0)
            {
                continue;
            }

            if (rank != earliest && Meets(_spans[earliest], span))
            {
                // The other bus goes first, for as long as this one has to wait for it.
                end = Math.Min(end, Math.Max(span.Start, _spans[earliest].Start + 1));
                if (span.Start < _spans[earliest].Start + Device.ColumnSlots)
                {
                    return Alone(Older(earliest, rank));
                }

                span.Most = 0;
                continue;
            }

            end = Math.Min(end, span.End);
        }

        return end;
    }

    private bool Meets(in Span one, in Span other)
    {
        // Spacings are tCCD_S and tCCD_L, the one a multiple of the other or no side by side.
        var (least, most) = (Math.Min(one.Spacing, other.Spacing), Math.Max(one.Spacing, other.Spacing));
        var apart = (int)((other.Start - one.Start) % least);
        return most % least != 0 || apart < Device.ColumnSlots || least - apart < Device.ColumnSlots;
    }

    private int Older(int rank, int other) =>
        _spans[rank].Start != _spans[other].Start || _spans[rank].Key < _spans[other].Key ? rank : other;

    /// <summary>One command of one bus, and nothing beside it.</summary>
    private long Alone(int rank)
    {
        for (var other = 0; other < _spans.Length; other++)
        {
            _spans[other].Most = other == rank ? 1 : 0;
        }

        return _spans[rank].Start + 1;
    }

    private static long Commands(long tick, long end, int spacing) => (Math.Min(end, tick + int.MaxValue) - 1 - tick + spacing) / spacing;

    private int Left(int index) => Pool[index].Request.Count - Pool[index].Served;
}
