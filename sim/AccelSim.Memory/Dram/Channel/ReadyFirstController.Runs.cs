namespace AccelSim.Memory;

/// <summary>Runs of column commands whose order is known beforehand, issued in one step.</summary>
/// <remarks>
/// While no row command is legal, no refresh is due and the bus need not turn, the two requests that go before all others alternate: each
/// waits tCCD_L for its bank group, the other fills the tCCD_S between. A single one goes every tCCD_L. Whatever else waits gets no turn.
/// </remarks>
internal sealed partial class ReadyFirstController
{
    private const int ShortestRun = 2;

    private bool TryRun(long tick, long end, out long last)
    {
        last = tick;
        var openers = _writing ? _writeOpeners : _readOpeners;
        var (nearest, farthest) = _writing ? (Device.WriteShort, Device.WriteLong) : (Device.ReadShort, Device.ReadLong);
        nearest = Math.Max(nearest, Device.BurstTicks);
        farthest = Math.Max(farthest, nearest);
        if (end - tick <= 2 * nearest || Device.AllRanks > 1 || Device.RisingEdge || Device.ColumnSlots > nearest || farthest > 2 * nearest
            || _dueRefreshes > 0 || openers.Count != _readOpeners.Count + _writeOpeners.Count || MustTurn())
        {
            return false;
        }

        // Looking for a row command finds out when the next one is legal.
        _bound = long.MaxValue;
        var row = OldestRow(tick);
        end = Math.Min(Math.Min(end, _nextRefresh), _bound);
        if (row >= 0 || end - tick <= 2 * nearest)
        {
            return false;
        }

        var queue = _writing ? _writes : _reads;
        var (first, second) = Foremost(openers, queue);
        if (first < 0 || Timing.ColumnAt(Pool[first].Request.Bank, _writing, tick) > tick)
        {
            return false;
        }

        if (second < 0)
        {
            return Run(first, -1, farthest, Math.Min(Left(first) - 1, Commands(tick, end, farthest)), tick, queue, out last);
        }

        // With bank groups as fast as the bus, the foremost goes alone until it is done.
        if (farthest == nearest)
        {
            return Run(first, -1, nearest, Math.Min(Left(first) - 1, Commands(tick, end, nearest)), tick, queue, out last);
        }

        var apart = Pool[first].Request.Bank / Device.BanksPerGroup != Pool[second].Request.Bank / Device.BanksPerGroup;
        return apart && Timing.BankColumns(_writing, 0)[Pool[second].Request.Bank] <= tick + nearest
            && Run(first, second, nearest, Math.Min(Math.Min(Left(first), Left(second)) - 1, Commands(tick, end, nearest) / 2), tick, queue, out last);
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

    private bool Run(int first, int second, int spacing, long each, long tick, BankedQueue queue, out long last)
    {
        var requests = second < 0 ? 1 : 2;
        each = Math.Min(each, UntilTurn() / requests);
        if (each < ShortestRun)
        {
            last = tick;
            return false;
        }

        last = IssueRun(first, second, (int)each, tick, spacing);
        queue.Bursts -= (int)each * requests;
        _sinceTurn += (int)each * requests;
        return true;
    }

    /// <summary>Bursts after which the bus is sure not to have had to turn yet.</summary>
    private long UntilTurn()
    {
        if (!_writing)
        {
            return _writes.Bursts * 1_000_000L > _writeHigh ? Policy.ReadsPerTurn - _sinceTurn - 1 : long.MaxValue;
        }

        if (_reads.Bursts == 0)
        {
            return long.MaxValue;
        }

        var toLow = ((_writes.Bursts * 1_000_000L) - _writeLow) / 1_000_000;
        return Policy.WritesPerTurn > 0 ? Math.Min(toLow, Policy.WritesPerTurn - _sinceTurn - 1) : toLow;
    }
}
