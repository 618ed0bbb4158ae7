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
    private readonly bool _canRun;

    /// <summary>True where commands of one bank group leave room for those of another between them.</summary>
    private bool GapsToFill => Timing.ColumnSpacing(_writing) is var (nearest, farthest) && farthest > nearest;

    /// <summary>Requests that opened a row for more than one burst that is left.</summary>
    private int _longOpeners;

    /// <summary>True where column commands leave room to alternate, and keep to the edges on which they may start.</summary>
    private bool CanRun(bool write)
    {
        var (nearest, farthest) = Timing.ColumnSpacing(write);
        return Device.ColumnSlots <= nearest && farthest <= 2 * nearest && (!Device.RisingEdge || (nearest | farthest) % 2 == 0);
    }

    /// <summary>
    /// True where spans of more than one column command can be known: the bus need not turn, nothing else was opened for, no refresh comes
    /// before, and somebody wants more than the one burst for which a row was opened.
    /// </summary>
    private bool KnowsSpans(long tick)
    {
        if ((_longOpeners == 0 && Current.HitAges.Count == 0) || !_canRun || (_writing ? _readOpeners : _writeOpeners).Count > 0 || MustTurn())
        {
            return false;
        }

        return _dueRefreshes == 0 || (_perBank && !RefreshIsLegal(tick));
    }

    /// <summary>Issues what is known to follow from a tick on; the last tick worked through, before <paramref name="stop"/>.</summary>
    private long RunSpans(long tick, long stop)
    {
        var queue = Current;
        var openers = _writing ? _writeOpeners : _readOpeners;
        _columnAt = 0;
        EnterWhereRowsEnd(queue);
        var row = OldestRow(tick);
        if (row >= 0)
        {
            IssueWithColumn(openers, queue, row, tick);
            _ahead = tick + 1;
            return tick;
        }

        var rowAt = NextRow(tick);
        if (_dueRefreshes > 0)
        {
            rowAt = Math.Min(rowAt, RefreshStepAt(tick));
        }

        // On a bus of its own a row command comes beside whatever the spans do in its tick.
        _bound = rowAt;
        var end = PlanSpans(openers, queue, tick, rowAt >= stop ? stop : Device.TwoCommandBuses ? rowAt + 1 : rowAt);
        if (end is null)
        {
            // Nothing is legal before the bound.
            _ahead = _bound;
            return tick;
        }

        var last = Run(queue, end.Value);
        if (Device.TwoCommandBuses && (last == rowAt || MustTurn()))
        {
            IssueBeside(queue, last);
        }

        _ahead = last + 1;
        return last;
    }

    /// <summary>Issues a row command, where one is legal, beside what the spans did in a tick.</summary>
    private void IssueBeside(BankedQueue queue, long tick)
    {
        if (_dueRefreshes > 0 || MustTurn())
        {
            EnterAll();
            IssueRowCommand(tick);
            return;
        }

        EnterWhereRowsEnd(queue);
        var row = OldestRow(tick);
        if (row >= 0)
        {
            IssueRow(queue, row, tick);
        }
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
        if (Device.TwoCommandBuses)
        {
            if (end is not null)
            {
                Run(queue, tick + 1);
            }

            IssueBeside(queue, tick);
        }
        else if (end is not null && KeyAt(tick) is var key && (key < Later || key - Later < Asker(row)))
        {
            Run(queue, tick + 1);
        }
        else
        {
            IssueRow(queue, row, tick);
        }
    }

    /// <summary>The same where no span goes on.</summary>
    private void IssueAlone(BankAges openers, BankedQueue queue, int row, long tick)
    {
        EnterAll();
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

    /// <summary>Key of the span that has a command at <paramref name="tick"/>.</summary>
    private long KeyAt(long tick)
    {
        var key = BankAges.None;
        foreach (ref readonly var span in _spans.AsSpan())
        {
            key = span.Takes && span.Next == tick ? Math.Min(key, span.NextKey) : key;
        }

        return key;
    }

    /// <summary>Issues the commands of all spans before <paramref name="end"/>, until the bus may turn or there is room; returns the last tick worked through.</summary>
    private long Run(BankedQueue queue, long end)
    {
        var count = Math.Min(Math.Min(UntilTurn(), UntilRoom(queue)), int.MaxValue);
        var (start, sooner) = Within(count, end);
        TakeNote(start);
        if (NoteAt < sooner && AnyGapFrom(NoteAt))
        {
            sooner = NoteAt;
        }

        if (Log is not null)
        {
            LogRun(start, sooner);
        }

        var (last, issued) = (start, 0L);
        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            if (span.Takes && span.Next < sooner)
            {
                var all = span.Next + ((span.Left - 1) * span.Spacing) < sooner;
                var commands = all ? span.Left : Commands(span.Next, sooner, span.Spacing);
                issued += commands;
                last = Math.Max(last, span.Next + ((commands - 1) * span.Spacing));
                Issue(queue, rank, ref span, commands);
            }
        }

        // Nothing else comes before the end, but for what the last command may bring about.
        return sooner < end || issued == count ? last : end - 1;
    }

    /// <summary>True where a bus may stand still after a tick in what the spans do: what arrives then is taken note of before.</summary>
    private bool AnyGapFrom(long tick)
    {
        var any = false;
        foreach (ref readonly var span in _spans.AsSpan())
        {
            any |= span.Takes && (span.Next >= tick || span.Spacing > Device.BurstTicks);
        }

        return any;
    }

    /// <summary>The first command of the spans, and the tick, not after <paramref name="end"/>, before which there are at most <paramref name="count"/>.</summary>
    private (long Start, long End) Within(long count, long end)
    {
        ref readonly var one = ref _spans[0];
        ref readonly var two = ref _spans[^1];
        if (_spans.Length == 1 || !one.Takes || !two.Takes)
        {
            ref readonly var only = ref one.Takes ? ref one : ref two;
            return (only.Next, Math.Min(end, only.Next + ((count - 1) * only.Spacing) + 1));
        }

        // Buses take turns, the one that starts first with the first command.
        var (start, other, spacing) = (Math.Min(one.Next, two.Next), Math.Max(one.Next, two.Next), Math.Min(one.Spacing, two.Spacing));
        var turn = (count - 1) / 2 * spacing;
        return (start, Math.Min(end, one.Spacing != two.Spacing || other - start >= spacing ? start + Math.Max(1, count / 2 * spacing)
            : count % 2 != 0 ? start + turn + 1 : other + turn + 1));
    }

    /// <summary>Issues commands of a span. Banks and requests learn of them once one ends a request, or whatever else wants to know.</summary>
    private void Issue(BankedQueue queue, int rank, ref Span span, long commands)
    {
        var further = commands;
        if (span.Issued == 0)
        {
            ref var first = ref Pool[span.First];
            Buses.Column(rank, span.Start, first.Arrival, Timing.RowAccesses[first.Request.Bank] == 0, _writing);
            further--;
        }

        Buses.Run(rank, further * span.Spacing);
        span.Issued += commands;
        _sinceTurn += (int)commands;
        queue.Bursts -= (int)commands;
        Timing.HoldColumnBus(span.Next - span.Spacing);
        if (span.Issued > span.Quiet || span.Left == 0)
        {
            Enter(queue, ref span);
        }
    }

    /// <summary>Enters what was issued where a row is to be closed although it is being read or written: its commands say when it can be.</summary>
    private void EnterWhereRowsEnd(BankedQueue queue)
    {
        for (var rank = 0; rank < _spans.Length && _precharges.Count > 0; rank++)
        {
            ref var span = ref _spans[rank];
            if (span.Issued > 0 && (span.Own & _precharges.Wanted(rank)) != 0)
            {
                Enter(queue, ref span);
            }
        }
    }

    /// <summary>Enters all commands that were issued into the state of banks and requests.</summary>
    private void EnterAll()
    {
        foreach (ref var span in _spans.AsSpan())
        {
            if (span.Issued > 0)
            {
                Enter(_planQueue!, ref span);
            }
        }
    }

    /// <summary>Enters the commands of a span that were issued into the state of banks and requests, and leaves it as it goes on afterwards.</summary>
    private void Enter(BankedQueue queue, ref Span span)
    {
        var count = (int)span.Issued;
        if (count == 0)
        {
            return;
        }

        var last = EnterRun(span.First, span.Second, count, span.Start, span.Spacing);
        var (first, second) = (Pool[span.First].Request.Bank, span.Second < 0 ? -1 : Pool[span.Second].Request.Bank);
        queue.Bursts += count;
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
        (span.Start, span.Issued, span.Most) = (last + span.Spacing, 0, 0);
        span.First = Next(queue, first, ref span, out span.Key);
        if (second >= 0)
        {
            span.Second = Next(queue, second, ref span, out span.SecondKey);
        }
    }

    private void LogRun(long start, long end)
    {
        for (var tick = start; tick < end; tick++)
        {
            foreach (ref readonly var span in _spans.AsSpan())
            {
                var place = tick - span.Next;
                if (span.Takes && place >= 0 && place % span.Spacing == 0 && place / span.Spacing < span.Left)
                {
                    ref var request = ref Pool[span.Second >= 0 && (span.Issued + (place / span.Spacing)) % 2 != 0 ? span.Second : span.First].Request;
                    Log!.Add(tick, _writing ? DramCommand.Write : DramCommand.Read, request.Bank, request.Row);
                }
            }
        }
    }

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
            return _writes.Bursts > _mostWrites ? Math.Clamp(_leastReads - _sinceTurn, 1, _reads.Bursts) : _reads.Bursts;
        }

        if (_reads.Bursts == 0)
        {
            return long.MaxValue;
        }

        var toLow = _writes.Bursts - _fewWrites + 1;
        return Policy.WritesPerTurn > 0 ? Math.Min(toLow, Policy.WritesPerTurn - _sinceTurn) : toLow;
    }
}
