namespace AccelSim.Memory;

/// <summary>Runs of column commands whose order is known beforehand, issued in one step.</summary>
/// <remarks>
/// While no row command is legal, no refresh is due and the bus need not turn, the two requests that go before all others alternate: each
/// waits tCCD_L for its bank group, the other fills the tCCD_S between. A single one goes every tCCD_L. Whatever else waits gets no turn
/// until one of them is done, and then the next two go on.
/// </remarks>
internal sealed partial class ReadyFirstController
{
    private readonly bool _canRun;

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
        if (!_canRun || until - tick < 2)
        {
            return false;
        }

        var queue = Current;
        var openers = _writing ? _writeOpeners : _readOpeners;
        var stop = Math.Min(until, _nextRefresh);
        var any = false;
        while (next < stop && _dueRefreshes == 0 && openers.Count == _readOpeners.Count + _writeOpeners.Count && !MustTurn())
        {
            // Looking for a row command finds out when the next one is legal.
            _bound = long.MaxValue;
            var row = OldestRow(next);
            var column = Math.Max(next, Timing.RankColumnAt(0, _writing, next));
            if (row >= 0)
            {
                if (column == next)
                {
                    break;
                }

                IssueRow(queue, row, next);
                (any, last) = (true, next++);
                continue;
            }

            var end = Math.Min(stop, _bound);
            var count = Math.Min(UntilTurn(), UntilRoom(queue));
            var (first, second) = end <= column ? (-1, -1) : Foremost(openers, queue);
            if (first >= 0 && Timing.ColumnAt(Pool[first].Request.Bank, _writing, column) > column)
            {
                (first, second, count) = (Ready(openers, queue, column), -1, 1);
            }

            if (first < 0)
            {
                // Nothing is legal before the bound.
                if (_bound >= stop)
                {
                    break;
                }

                next = _bound;
                continue;
            }

            last = Run(first, second, column, end, count);
            (any, next) = (true, last + 1);
            if (Device.TwoCommandBuses)
            {
                IssueRowCommand(last);
            }

            if (queue != Current || (Held(_writing) && Accepts(_writing)))
            {
                break;
            }
        }

        return any;
    }

    /// <summary>The request that goes next at <paramref name="tick"/>, where it is not the foremost; -1 when none is ready.</summary>
    private int Ready(BankAges openers, BankedQueue queue, long tick)
    {
        if (OldestColumn(openers, _writing, tick) is var opener && opener != BankAges.None)
        {
            return _opener[BankAges.Bank(opener)];
        }

        return OldestHit(queue, tick);
    }

    /// <summary>Issues the longest run that begins with a request, at most <paramref name="count"/> commands; returns the tick of the last.</summary>
    private long Run(int first, int second, long at, long end, long count)
    {
        var (nearest, farthest) = Timing.ColumnSpacing(_writing);
        var left = Left(first);
        int spacing;
        if (second < 0 || farthest == nearest)
        {
            // With bank groups as fast as the bus, the foremost goes alone until it is done.
            (second, spacing) = (-1, farthest);
            count = Math.Min(count, Math.Min(left, Commands(at, end, farthest)));
        }
        else if (Pool[first].Request.Bank / Device.BanksPerGroup != Pool[second].Request.Bank / Device.BanksPerGroup
            && Timing.BankColumns(_writing, 0)[Pool[second].Request.Bank] <= at + nearest)
        {
            spacing = nearest;
            count = Math.Min(count, Math.Min(Math.Min((2 * left) - 1, 2 * Left(second)), Commands(at, end, nearest)));
        }
        else
        {
            (second, spacing, count) = (-1, nearest, 1);
        }

        var last = IssueRun(first, second, (int)count, at, spacing);
        _sinceTurn += (int)count;
        Served(first, second < 0 ? (int)count : (int)(count + 1) / 2, last);
        if (second >= 0)
        {
            Served(second, (int)count / 2, last);
        }

        return last;
    }

    private static long Commands(long tick, long end, int spacing) => (end - 1 - tick + spacing) / spacing;

    private int Left(int index) => Pool[index].Request.Count - Pool[index].Served;

    /// <summary>The two requests that go before all others when they are ready: those that opened rows by age, then hits by age.</summary>
    private (int First, int Second) Foremost(BankAges openers, BankedQueue queue)
    {
        var (one, other) = openers.Count > 0 ? openers.TwoOldest() : (-1, -1);
        if (other >= 0)
        {
            return (_opener[one], _opener[other]);
        }

        var (hit, nextHit) = queue.HitAges.Count > 0 ? queue.HitAges.TwoOldest() : (-1, -1);
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
            return _writes.Bursts * 1_000_000L > _writeHigh ? Math.Clamp(Policy.ReadsPerTurn - _sinceTurn, 1, _reads.Bursts) : _reads.Bursts;
        }

        if (_reads.Bursts == 0)
        {
            return long.MaxValue;
        }

        var toLow = (((_writes.Bursts * 1_000_000L) - _writeLow) / 1_000_000) + 1;
        return Policy.WritesPerTurn > 0 ? Math.Min(toLow, Policy.WritesPerTurn - _sinceTurn) : toLow;
    }
}
