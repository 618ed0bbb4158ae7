namespace AccelSim.Memory;

/// <summary>Runs of column commands whose order is known beforehand, issued in one step.</summary>
/// <remarks>
/// While no row command is legal, no refresh is due and the bus need not turn, the two requests of a data bus that go before all others
/// alternate: each waits tCCD_L for its bank group, the other fills the tCCD_S between. A single one goes every tCCD_L. Whatever else waits
/// gets no turn until one of them is done, and then the next two go on. Pseudo channels whose commands never meet run side by side.
/// </remarks>
internal sealed partial class ReadyFirstController
{
    private readonly bool _canRun;
    private readonly Span[] _spans;

    /// <summary>What a data bus does next: commands of one request, or of two in turns.</summary>
    private struct Span
    {
        public int First;
        public int Second;
        public long Start;
        public int Spacing;
        public long Most;
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

        var queue = Current;
        var openers = _writing ? _writeOpeners : _readOpeners;
        var stop = Math.Min(until, _nextRefresh);
        var any = false;
        while (next < stop && (_perBank || _dueRefreshes == 0) && openers.Count == _readOpeners.Count + _writeOpeners.Count && !MustTurn())
        {
            _bound = long.MaxValue;
            if (_dueRefreshes > 0 && RefreshIsLegal(next))
            {
                break;
            }

            // Looking for a row command finds out when the next one is legal.
            var row = OldestRow(next);
            if (row >= 0)
            {
                if (!IssueWithColumn(openers, queue, row, next))
                {
                    break;
                }

                (any, last) = (true, next++);
            }
            else if (Begin(openers, queue, next, Math.Min(stop, _bound)) is { } end)
            {
                last = Run(end, Math.Min(UntilTurn(), UntilRoom(queue)));
                (any, next) = (true, last + 1);
                if (Device.TwoCommandBuses && MustTurn())
                {
                    IssueRowCommand(last);
                }
            }
            else if (_bound < stop)
            {
                // Nothing is legal before the bound.
                next = _bound;
                continue;
            }
            else
            {
                break;
            }

            if (queue != Current || (Held(_writing) && Accepts(_writing)))
            {
                break;
            }
        }

        return any;
    }

    /// <summary>Issues a row command and, on a bus of its own, a column command, or the older of the two; false where that is not so simple.</summary>
    private bool IssueWithColumn(BankAges openers, BankedQueue queue, int row, long tick)
    {
        var opener = OldestColumn(openers, _writing, tick);
        var hit = opener != BankAges.None ? -1 : OldestHit(queue, tick);
        if (opener == BankAges.None && hit < 0)
        {
            return IssueRow(queue, row, tick);
        }

        if (Device.TwoCommandBuses)
        {
            Serve(hit < 0 ? _opener[BankAges.Bank(opener)] : hit, tick);
            IssueRowCommand(tick);
            return true;
        }

        if (hit >= 0 && Asker(row) < queue.HitAges[Pool[hit].Request.Bank])
        {
            return IssueRow(queue, row, tick);
        }

        Serve(hit < 0 ? _opener[BankAges.Bank(opener)] : hit, tick);
        return true;
    }

    /// <summary>
    /// Finds out what each data bus does from <paramref name="tick"/> on; null where none does anything before <paramref name="end"/>, otherwise
    /// the tick before which nothing else comes.
    /// </summary>
    private long? Begin(BankAges openers, BankedQueue queue, long tick, long end)
    {
        var (nearest, farthest) = Timing.ColumnSpacing(_writing);
        var (any, earliest) = (false, 0);
        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            span.Most = 0;
            if (openers.CountOf(rank) + queue.HitAges.CountOf(rank) == 0)
            {
                continue;
            }

            span.Start = Math.Max(tick, Timing.RankColumnAt(rank, _writing, tick));
            if (span.Start >= end)
            {
                _bound = Math.Min(_bound, span.Start);
                continue;
            }

            var bound = long.MaxValue;
            var first = Ready(openers, queue, rank, span.Start, ref bound);
            if (first < 0)
            {
                // Known no better than that: the bus has a command to itself then.
                end = Math.Min(end, bound);
                _bound = Math.Min(_bound, bound);
                continue;
            }

            (span.First, span.Second, span.Spacing, span.Most) = (first, -1, nearest, 1);
            if (Left(first) > 1)
            {
                Pair(openers, queue, rank, ref span, nearest, farthest);
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

    /// <summary>Who shares the bus with the request that begins.</summary>
    private void Pair(BankAges openers, BankedQueue queue, int rank, ref Span span, int nearest, int farthest)
    {
        var (oldest, next) = Foremost(openers, queue, rank);
        var other = oldest == span.First ? next : next == span.First ? oldest : -1;
        if (other < 0 ? next < 0 : farthest == nearest && oldest == span.First)
        {
            // Alone, or with bank groups as fast as the bus: until it is done.
            (span.Spacing, span.Most) = (farthest, Left(span.First));
            return;
        }

        if (other < 0 || farthest == nearest)
        {
            return;
        }

        var bank = Pool[span.First].Request.Bank;
        var otherBank = Pool[other].Request.Bank;
        if (bank / Device.BanksPerGroup != otherBank / Device.BanksPerGroup
            && Timing.BankColumnAt(otherBank, _writing) <= span.Start + nearest
            && (_writing || !Timing.OtherStack(bank, otherBank)))
        {
            span.Second = other;
            span.Most = Math.Min((2 * Left(span.First)) - 1, 2 * Left(other));
        }
    }

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

            // After its last command a bus has time until the next one can follow.
            end = Math.Min(end, span.Start + (span.Most * span.Spacing));
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
        _spans[rank].Start != _spans[other].Start || Precedes(_spans[rank].First, _spans[other].First) ? rank : other;

    private bool Precedes(int index, int other)
    {
        var (opened, otherOpened) = (_opener[Pool[index].Request.Bank] == index, _opener[Pool[other].Request.Bank] == other);
        return opened == otherOpened ? Pool[index].Sequence < Pool[other].Sequence : opened;
    }

    /// <summary>One command of one bus, and nothing beside it.</summary>
    private long Alone(int rank)
    {
        for (var other = 0; other < _spans.Length; other++)
        {
            _spans[other].Most = other == rank ? 1 : 0;
        }

        return _spans[rank].Start + 1;
    }

    /// <summary>The request of a rank that goes next at <paramref name="tick"/>; -1 when none is ready.</summary>
    private int Ready(BankAges openers, BankedQueue queue, int rank, long tick, ref long bound)
    {
        if (openers.CountOf(rank) > 0 && OldestColumn(openers, rank, _writing, tick, ref bound) is var opener && opener != BankAges.None)
        {
            return _opener[BankAges.Bank(opener)];
        }

        return queue.HitAges.CountOf(rank) > 0 && OldestColumn(queue.HitAges, rank, _writing, tick, ref bound) is var hit && hit != BankAges.None
            ? queue.Hit(BankAges.Bank(hit))
            : -1;
    }

    /// <summary>Issues the commands of all spans before <paramref name="end"/>, at most <paramref name="count"/>; returns the tick of the last.</summary>
    private long Run(long end, long count)
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
        count = Math.Min(count, int.MaxValue);
        end = Math.Min(end, count < buses ? start + 1 : start + (count / buses * spacing));

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
                last = Math.Max(last, Run(span, (int)Math.Min(span.Most, Commands(span.Start, end, span.Spacing)), log: buses == 1));
            }
        }

        return last;
    }

    private long Run(in Span span, int count, bool log)
    {
        var last = IssueRun(span.First, span.Second, count, span.Start, span.Spacing, log);
        _sinceTurn += count;
        Served(span.First, span.Second < 0 ? count : (count + 1) / 2, last);
        if (span.Second >= 0)
        {
            Served(span.Second, count / 2, last);
        }

        return last;
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

    private static long Commands(long tick, long end, int spacing) => (end - 1 - tick + spacing) / spacing;

    private int Left(int index) => Pool[index].Request.Count - Pool[index].Served;

    /// <summary>The two requests of a rank that go before all others when they are ready: those that opened rows by age, then hits by age.</summary>
    private (int First, int Second) Foremost(BankAges openers, BankedQueue queue, int rank)
    {
        var (one, other) = openers.CountOf(rank) > 0 ? openers.TwoOldest(rank) : (-1, -1);
        if (other >= 0)
        {
            return (_opener[one], _opener[other]);
        }

        var (hit, nextHit) = queue.HitAges.CountOf(rank) > 0 ? queue.HitAges.TwoOldest(rank) : (-1, -1);
        return one >= 0 ? (_opener[one], hit < 0 ? -1 : queue.Hit(hit))
            : (hit < 0 ? -1 : queue.Hit(hit), nextHit < 0 ? -1 : queue.Hit(nextHit));
    }

    /// <summary>Bursts after which room may be wanted from outside.</summary>
    private long UntilRoom(BankedQueue queue) =>
        Held(_writing) ? Math.Max(1, queue.Bursts + 1 - (_writing ? Policy.WriteQueue : Policy.ReadQueue)) : long.MaxValue;

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
