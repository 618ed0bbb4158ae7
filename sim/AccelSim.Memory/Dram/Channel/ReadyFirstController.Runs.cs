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
        if (GoesOn(openers, queue, tick) && Again(Math.Min(stop, _planBound)) is { } further)
        {
            return RunAndTurn(queue, further);
        }

        _bound = long.MaxValue;
        if (_dueRefreshes > 0)
        {
            _ = RefreshIsLegal(tick);
        }

        var row = OldestRow(tick);
        _bound = row >= 0 ? _bound : Math.Min(_bound, NextRow(tick));
        (_planBound, _planActivates, _planPrecharges) = (row >= 0 ? tick : _bound, _activates.Changes, _precharges.Changes);
        if (row >= 0)
        {
            IssueWithColumn(openers, queue, row, tick);
            _ahead = tick + 1;
            return tick;
        }

        if (PlanSpans(openers, queue, tick, Math.Min(stop, _bound)) is { } end)
        {
            return RunAndTurn(queue, end);
        }

        // Nothing is legal before the bound.
        _ahead = _bound;
        return tick;
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

    /// <summary>As <see cref="Run(BankedQueue, long)"/>; a bus that turns then may issue a row command beside the last column command.</summary>
    private long RunAndTurn(BankedQueue queue, long end)
    {
        var last = Run(queue, end);
        _ahead = last + 1;
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
