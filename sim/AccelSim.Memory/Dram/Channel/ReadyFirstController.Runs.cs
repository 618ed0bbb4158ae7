using System.Numerics;

namespace AccelSim.Memory;

/// <summary>Runs of column commands whose order is known beforehand, issued in one step.</summary>
/// <remarks>
/// While no row command is legal, no refresh is due and the bus need not turn, the request of a data bus that goes before all others waits
/// tCCD_L for its bank group, and the first of another group fills the tCCD_S between; without one it goes every tCCD_L. Whatever else waits
/// gets no turn until one of the two is done, or somebody who goes before them is ready. Pseudo channels whose commands never meet run side
/// by side.
/// </remarks>
internal sealed partial class ReadyFirstController
{
    /// <summary>Set in the key of a hit: those that opened rows go first.</summary>
    private const long Later = 1L << 62;

    private readonly bool _canRun;
    private readonly Span[] _spans;
    private readonly Candidate[] _candidates;
    private readonly int _banksPerRank;
    private readonly byte[] _group;
    private BankedQueue? _planQueue;
    private long _planBound;
    private int _planActivates;
    private int _planPrecharges;

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

    /// <summary>True where column commands leave room to alternate, and keep to the edges on which they may start.</summary>
    private bool CanRun(bool write)
    {
        var (nearest, farthest) = Timing.ColumnSpacing(write);
        return Device.ColumnSlots <= nearest && farthest <= 2 * nearest && (!Device.RisingEdge || (nearest | farthest) % 2 == 0);
    }

    /// <summary>
    /// Issues what is known to follow from <paramref name="tick"/> on. False when that is nothing; otherwise all before <paramref name="next"/>
    /// has been worked through, and <paramref name="last"/> is the tick of the last command.
    /// </summary>
    private bool TryRun(long tick, long until, out long last, out long next)
    {
        (last, next) = (tick, tick);
        if (!_canRun)
        {
            return false;
        }

        var any = false;
        while ((_perBank || _dueRefreshes == 0) && !MustTurn())
        {
            var arrival = NextArrival();
            if (arrival <= next)
            {
                (any, last, Now) = (any || next > tick, Math.Max(last, next - 1), next);
                Refill();
                continue;
            }

            var stop = Math.Min(Math.Min(until, arrival), _nextRefresh);
            var queue = Current;
            var openers = _writing ? _writeOpeners : _readOpeners;
            if (next >= stop || openers.Count != _readOpeners.Count + _writeOpeners.Count)
            {
                break;
            }

            if (GoesOn(openers, queue, next) && Again(Math.Min(stop, _planBound)) is { } further)
            {
                last = RunAndTurn(queue, further);
                (any, next) = (true, last + 1);
                continue;
            }

            _bound = long.MaxValue;
            if (_dueRefreshes > 0 && RefreshIsLegal(next))
            {
                break;
            }

            // Looking for a row command finds out when the next one is legal.
            var row = OldestRow(next);
            (_planBound, _planActivates, _planPrecharges) = (row >= 0 ? next : _bound, _activates.Changes, _precharges.Changes);
            if (row >= 0)
            {
                IssueWithColumn(openers, queue, row, next);
                (any, last) = (true, next++);
            }
            else if (PlanSpans(openers, queue, next, Math.Min(stop, _bound)) is { } end)
            {
                last = RunAndTurn(queue, end);
                (any, next) = (true, last + 1);
            }
            else if (_bound < stop)
            {
                // Nothing is legal before the bound.
                next = _bound;
            }
            else
            {
                // Nothing comes before it but what arrives, and refreshes.
                (any, next) = (true, _bound);
                break;
            }
        }

        return any;
    }

    /// <summary>Issues a row command and, on a bus of its own, a column command as well; on one bus the older of the two.</summary>
    private void IssueWithColumn(BankAges openers, BankedQueue queue, int row, long tick)
    {
        TakeNote(tick);
        if (!AnyGoesOn(queue))
        {
            IssueAlone(openers, queue, row, tick);
            return;
        }

        var end = PlanSpans(openers, queue, tick, tick + 1);
        if (end is not null && (Device.TwoCommandBuses || FirstKey() is var key && (key < Later || key - Later < Asker(row))))
        {
            Run(queue, end.Value);
            if (Device.TwoCommandBuses)
            {
                IssueRowCommand(tick);
            }
        }
        else
        {
            IssueRow(queue, row, tick);
        }
    }

    /// <summary>The same where no span goes on.</summary>
    private void IssueAlone(BankAges openers, BankedQueue queue, int row, long tick)
    {
        var opener = OldestColumn(openers, _writing, tick);
        var opened = opener != BankAges.None;
        var first = opened ? _opener[BankAges.Bank(opener)] : OldestHit(queue, tick);
        if (first < 0 || (!opened && !Device.TwoCommandBuses && Asker(row) < queue.HitAges[Pool[first].Request.Bank]))
        {
            IssueRow(queue, row, tick);
            return;
        }

        Serve(first, tick);
        if (Device.TwoCommandBuses)
        {
            IssueRowCommand(tick);
        }
    }

    private bool AnyGoesOn(BankedQueue queue)
    {
        var any = false;
        foreach (ref readonly var span in _spans.AsSpan())
        {
            any |= span.Others >= 0;
        }

        return any && _planQueue == queue;
    }

    /// <summary>Key of the only span.</summary>
    private long FirstKey()
    {
        var key = BankAges.None;
        foreach (ref readonly var span in _spans.AsSpan())
        {
            key = span.Most > 0 ? Math.Min(key, span.Key) : key;
        }

        return key;
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
                var ready = span.Start < end ? Find(openers, queue, rank, ref span, nearest, farthest) : span.Start;
                if (span.Most == 0)
                {
                    // Known no better than that: the bus has a command to itself then.
                    end = Math.Min(end, ready);
                    _bound = Math.Min(_bound, ready);
                    continue;
                }
            }

            if (span.Most == 0)
            {
                _bound = Math.Min(_bound, span.Start);
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
        var ready = Timing.BankColumns(_writing, rank);
        for (var wanted = span.Wanted; wanted != 0; wanted &= wanted - 1)
        {
            var bank = BitOperations.TrailingZeroCount(wanted);
            ref var candidate = ref _candidates[count];
            candidate.Key = Math.Min(openers[banks + bank], queue.HitAges[banks + bank] | Later);
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
            openers.Tighten(rank, next);
            queue.HitAges.Tighten(rank, next);
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

    /// <summary>As <see cref="Run(BankedQueue, long)"/>; a bus that turns then may issue a row command beside the last column command.</summary>
    private long RunAndTurn(BankedQueue queue, long end)
    {
        var last = Run(queue, end);
        if (Device.TwoCommandBuses && MustTurn())
        {
            IssueRowCommand(last);
        }

        return last;
    }

    /// <summary>Issues the commands of all spans before <paramref name="end"/>, until the bus may turn or there is room; returns the tick of the last.</summary>
    private long Run(BankedQueue queue, long end)
    {
        var (start, spacing, buses) = (long.MaxValue, int.MaxValue, 0);
        foreach (ref var span in _spans.AsSpan())
        {
            if (span.Most > 0)
            {
                (start, spacing, buses) = (Math.Min(start, span.Start), Math.Min(spacing, span.Spacing), buses + 1);
            }
        }

        // Buses take turns, the one that starts first with the first command.
        var count = Math.Min(Math.Min(UntilTurn(), UntilRoom(queue)), int.MaxValue);
        end = Math.Min(end, count < buses ? start + 1 : start + ((buses == 1 ? count : count / buses) * spacing));

        TakeNote(start);
        var last = start;
        if (Log is not null && buses > 1)
        {
            LogInTurns(end);
        }

        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            if (span.Most > 0 && span.Start < end)
            {
                var all = span.Start + ((span.Most - 1) * span.Spacing) < end;
                last = Math.Max(last, Run(queue, ref span, (int)(all ? span.Most : Commands(span.Start, end, span.Spacing)), log: buses == 1));
            }
        }

        return last;
    }

    /// <summary>Issues commands of a span, and leaves it as it goes on afterwards.</summary>
    private long Run(BankedQueue queue, ref Span span, int count, bool log)
    {
        var last = IssueRun(span.First, span.Second, count, span.Start, span.Spacing, log);
        var (first, second) = (Pool[span.First].Request.Bank, span.Second < 0 ? -1 : Pool[span.Second].Request.Bank);
        _sinceTurn += count;
        if (second < 0)
        {
            Served(span.First, count, last);
        }
        else
        {
            // Taking turns, they have their last commands a spacing apart.
            Served(span.First, (count + 1) / 2, count % 2 == 0 ? last - span.Spacing : last);
            Served(span.Second, count / 2, count % 2 == 0 ? last : last - span.Spacing);
            (first, second) = count % 2 == 0 ? (first, second) : (second, first);
        }

        // What comes next for a row that was being read or written goes on with it, unless somebody else goes before.
        span.Start = last + span.Spacing;
        span.First = Next(queue, first, ref span);
        if (span.First >= 0)
        {
            span.Key = Key(queue, first);
        }

        if (second >= 0)
        {
            span.Second = Next(queue, second, ref span);
        }

        return last;
    }

    /// <summary>The request whose turn it is at a bank; the span ends where there is none, or somebody else goes before it.</summary>
    private int Next(BankedQueue queue, int bank, ref Span span)
    {
        if (_opener[bank] >= 0)
        {
            return _opener[bank];
        }

        var next = queue.Hit(bank);
        span.Others = next < 0 || Key(queue, bank) > span.Others ? -1 : span.Others;
        return next;
    }

    private long Key(BankedQueue queue, int bank) =>
        Math.Min((_writing ? _writeOpeners : _readOpeners)[bank], queue.HitAges[bank] | Later);

    /// <summary>True where the spans go on after those that were run: nobody wants anything else, in a row or of another row, than when they were planned.</summary>
    private bool GoesOn(BankAges openers, BankedQueue queue, long tick)
    {
        if (_planQueue != queue || _dueRefreshes > 0 || _planBound <= tick || _planActivates != _activates.Changes || _planPrecharges != _precharges.Changes)
        {
            return false;
        }

        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            var wanted = openers.Wanted(rank) | queue.HitAges.Wanted(rank);
            if (wanted != span.Wanted || (wanted != 0 && (span.Most == 0 || span.Others < 0 || span.Start < tick)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes on with the spans; the tick before which nothing else comes, null where none has a command before <paramref name="end"/>.</summary>
    private long? Again(long end)
    {
        var any = false;
        foreach (ref var span in _spans.AsSpan())
        {
            if (span.Most > 0)
            {
                any |= span.Start < end;
                span.Most = Most(span);
                span.End = span.Start + (span.Most * span.Spacing);
                end = Math.Min(end, span.End);
            }
        }

        return any ? end : null;
    }

    private void LogInTurns(long end)
    {
        for (var tick = _spans.Min(span => span.Most > 0 ? span.Start : long.MaxValue); tick < end; tick++)
        {
            foreach (ref readonly var span in _spans.AsSpan())
            {
                var place = tick - span.Start;
                if (place >= 0 && place % span.Spacing == 0 && place / span.Spacing < span.Most)
                {
                    ref var request = ref Pool[span.Second >= 0 && place / span.Spacing % 2 != 0 ? span.Second : span.First].Request;
                    Log!.Add(tick, _writing ? DramCommand.Write : DramCommand.Read, request.Bank, request.Row);
                }
            }
        }
    }

    private static long Commands(long tick, long end, int spacing) => (Math.Min(end, tick + int.MaxValue) - 1 - tick + spacing) / spacing;

    private int Left(int index) => Pool[index].Request.Count - Pool[index].Served;

    /// <summary>Bursts after which there is room that may be wanted from outside.</summary>
    private long UntilRoom(BankedQueue queue)
    {
        var most = _writing ? Policy.WriteQueue : Policy.ReadQueue;
        return queue.Bursts < most || (_writing ? NextWrite : NextRead) == long.MaxValue ? long.MaxValue : queue.Bursts + 1 - most;
    }

    /// <summary>Bursts before each of which the bus is sure not to have to turn; it does not have to now.</summary>
    private long UntilTurn()
    {
        if (!_writing)
        {
            // The last burst of a request that opened its row is not counted: the bus may turn before it.
            return _writes.Bursts > _mostWrites ? Math.Clamp(Policy.ReadsPerTurn - _sinceTurn, 1, _reads.Bursts) : _reads.Bursts;
        }

        if (_reads.Bursts == 0)
        {
            return long.MaxValue;
        }

        var toLow = _writes.Bursts - _fewWrites + 1;
        return Policy.WritesPerTurn > 0 ? Math.Min(toLow, Policy.WritesPerTurn - _sinceTurn) : toLow;
    }
}
