namespace AccelSim.Memory;

/// <summary>
/// One queue of reads, one of writes: the oldest request whose next command is legal goes first (FR-FCFS). The policy of Ramulator 2.
/// </summary>
/// <remarks>
/// A request that has opened a row leaves its queue and goes before all others of its bank until it is served; its row is not closed
/// meanwhile. A refresh that is due holds back the queues, in every pseudo channel, until it is issued.
/// </remarks>
internal sealed class ReadyFirstController : ChannelController
{
    private readonly BankedQueue _reads;
    private readonly BankedQueue _writes;
    private readonly int[] _opener;
    private readonly BankSet _openers;
    private readonly long[] _columnBound;
    private readonly long[] _rowBound;
    private readonly int[] _refreshes;
    private readonly long _writeHigh;
    private readonly long _writeLow;
    private long _nextRefresh;
    private int _firstRefresh;
    private int _dueRefreshes;
    private bool _writing;
    private long _bound;

    public ReadyFirstController(DramDevice device, ChannelPolicy policy, IDramSink? sink, IDramCommandLog? log)
        : base(device, policy, sink, log)
    {
        _reads = new BankedQueue(Pool, device.Banks);
        _writes = new BankedQueue(Pool, device.Banks);
        _opener = new int[device.Banks];
        Array.Fill(_opener, -1);
        _openers = new BankSet(device.Banks);
        _columnBound = new long[device.Banks];
        _rowBound = new long[device.Banks];
        _refreshes = new int[device.AllRanks];
        _writeHigh = (long)policy.WriteQueue * policy.WriteHighMillionths;
        _writeLow = (long)policy.WriteQueue * policy.WriteLowMillionths;
        _nextRefresh = device.RefreshInterval == 0 ? long.MaxValue : device.RefreshInterval - 1;
        NextTick = _nextRefresh;
    }

    public override bool Busy => _reads.Bursts + _writes.Bursts > 0 || !_openers.IsEmpty;

    /// <inheritdoc/>
    public override void Drain()
    {
        // Writes go out by themselves when no reads wait.
    }

    public override bool Accepts(bool write) =>
        write ? _writes.Bursts < Policy.WriteQueue : _reads.Bursts < Policy.ReadQueue;

    protected override void Take(in DramRequest request)
    {
        if (_writes.Overlaps(request))
        {
            if (request.Write)
            {
                Counters.Merged++;
            }
            else
            {
                Counters.Forwarded++;
                Finish(request.Tag, Now + 1);
            }

            return;
        }

        (request.Write ? _writes : _reads).Add(Pool.Keep(request, Now));
        _columnBound[request.Bank] = 0;
        _rowBound[request.Bank] = 0;
    }

    protected override void Work(long tick)
    {
        if (tick == _nextRefresh)
        {
            for (var rank = 0; rank < Device.AllRanks; rank++)
            {
                _refreshes[(_firstRefresh + _dueRefreshes++) % _refreshes.Length] = rank;
            }

            _nextRefresh += Device.RefreshInterval;
        }

        _bound = long.MaxValue;
        bool issued;
        if (Device.TwoCommandBuses)
        {
            issued = IssueColumnCommand(tick);
            issued |= IssueRowCommand(tick);
        }
        else
        {
            issued = IssueAny(tick);
        }

        NextTick = issued ? tick + 1 : Math.Min(_bound, _nextRefresh);
    }

    private bool IssueColumnCommand(long tick)
    {
        if (ServeOpener(tick))
        {
            return true;
        }

        if (_dueRefreshes > 0)
        {
            return false;
        }

        var hit = OldestHit(ChooseQueue(), tick);
        return hit >= 0 && ServeHit(hit, tick);
    }

    private bool IssueRowCommand(long tick)
    {
        if (_dueRefreshes > 0)
        {
            return AdvanceRefresh(tick);
        }

        var queue = ChooseQueue();
        var bank = OldestRow(queue, tick);
        return bank >= 0 && IssueRow(queue, bank, tick);
    }

    /// <summary>One command bus: row and column commands compete by age.</summary>
    private bool IssueAny(long tick)
    {
        if (ServeOpener(tick))
        {
            return true;
        }

        if (_dueRefreshes > 0)
        {
            return AdvanceRefresh(tick);
        }

        var queue = ChooseQueue();
        var hit = OldestHit(queue, tick);
        var bank = OldestRow(queue, tick);
        if (hit >= 0 && (bank < 0 || Pool[hit].Sequence < Asker(queue, bank)))
        {
            return ServeHit(hit, tick);
        }

        return bank >= 0 && IssueRow(queue, bank, tick);
    }

    private bool ServeOpener(long tick)
    {
        var best = -1;
        for (var bank = _openers.From(0); bank >= 0; bank = _openers.From(bank + 1))
        {
            var index = _opener[bank];
            var column = Timing.ColumnAt(bank, Pool[index].Request.Write, tick);
            if (column > tick)
            {
                _bound = Math.Min(_bound, column);
            }
            else if (best < 0 || Pool[index].Sequence < Pool[best].Sequence)
            {
                best = index;
            }
        }

        if (best < 0)
        {
            return false;
        }

        var served = Pool[best].Request.Bank;
        if (IssueColumn(best, tick))
        {
            _opener[served] = -1;
            _openers.Remove(served);
            Pool.Drop(best);
        }

        _columnBound[served] = 0;
        _rowBound[served] = 0;
        return true;
    }

    private bool AdvanceRefresh(long tick)
    {
        var rank = _refreshes[_firstRefresh];
        if (Timing.AnyOpen(rank))
        {
            var close = Timing.PrechargeAllAt(rank);
            if (close > tick || AnyOpener(rank))
            {
                _bound = AnyOpener(rank) ? _bound : Math.Min(_bound, close);
                return false;
            }

            IssuePrechargeAll(rank, tick);
            for (var bank = rank * Device.BanksPerRank; bank < (rank + 1) * Device.BanksPerRank; bank++)
            {
                _reads.Forget(bank);
                _writes.Forget(bank);
            }

            return true;
        }

        var refresh = Timing.RefreshAt(rank, tick);
        if (refresh > tick)
        {
            _bound = Math.Min(_bound, refresh);
            return false;
        }

        IssueRefresh(rank, tick);
        _firstRefresh = (_firstRefresh + 1) % _refreshes.Length;
        _dueRefreshes--;
        Array.Clear(_columnBound);
        Array.Clear(_rowBound);
        return true;
    }

    private bool AnyOpener(int rank)
    {
        var bank = _openers.From(rank * Device.BanksPerRank);
        return bank >= 0 && bank < (rank + 1) * Device.BanksPerRank;
    }

    /// <summary>Reads or writes: hysteresis between the watermarks.</summary>
    private BankedQueue ChooseQueue()
    {
        var before = _writing;
        if (!_writing)
        {
            _writing = _writes.Bursts * 1_000_000L > _writeHigh || _reads.Bursts == 0;
        }
        else if (_writes.Bursts * 1_000_000L < _writeLow && _reads.Bursts > 0)
        {
            _writing = false;
        }

        if (before != _writing)
        {
            Array.Clear(_columnBound);
            Array.Clear(_rowBound);
        }

        return _writing ? _writes : _reads;
    }

    /// <summary>The oldest request of the queue whose row is open and whose column command is legal; -1 when there is none.</summary>
    private int OldestHit(BankedQueue queue, long tick)
    {
        var best = -1;
        for (var bank = queue.Banks.From(0); bank >= 0; bank = queue.Banks.From(bank + 1))
        {
            if (_columnBound[bank] > tick)
            {
                _bound = Math.Min(_bound, _columnBound[bank]);
                continue;
            }

            var hit = queue.Hit(bank, Timing.OpenRow[bank]);
            var column = hit < 0 ? long.MaxValue : Timing.ColumnAt(bank, queue == _writes, tick);
            _columnBound[bank] = column;
            if (column > tick)
            {
                _bound = Math.Min(_bound, column);
            }
            else if (best < 0 || Pool[hit].Sequence < Pool[best].Sequence)
            {
                best = hit;
            }
        }

        return best;
    }

    /// <summary>The bank whose oldest request needs a row command that is legal, oldest request first; -1 when there is none.</summary>
    private int OldestRow(BankedQueue queue, long tick)
    {
        var best = -1;
        for (var bank = queue.Banks.From(0); bank >= 0; bank = queue.Banks.From(bank + 1))
        {
            if (_rowBound[bank] > tick)
            {
                _bound = Math.Min(_bound, _rowBound[bank]);
                continue;
            }

            var row = RowAt(queue, bank, tick);
            _rowBound[bank] = row;
            if (row > tick)
            {
                _bound = Math.Min(_bound, row);
            }
            else if (best < 0 || Asker(queue, bank) < Asker(queue, best))
            {
                best = bank;
            }
        }

        return best;
    }

    /// <summary>When the row command that the bank's oldest request needs is legal; never, while it may not be issued.</summary>
    private long RowAt(BankedQueue queue, int bank, long tick)
    {
        var open = Timing.OpenRow[bank];
        if (open < 0)
        {
            return Timing.ActivateAt(bank, tick);
        }

        var miss = Policy.ProtectRowHits ? queue.Oldest(bank) : queue.OldestMiss(bank, open);
        if (miss < 0 || _opener[bank] >= 0 || Pool[miss].Request.Row == open)
        {
            return long.MaxValue;
        }

        if (Policy.ProtectRowHits)
        {
            var hit = queue.Hit(bank, open);
            if (hit >= 0 && Pool[hit].Arrival <= Pool[miss].Arrival)
            {
                return long.MaxValue;
            }
        }

        return Timing.PrechargeAt(bank);
    }

    /// <summary>Age of the request that asks for the row command of a bank.</summary>
    private long Asker(BankedQueue queue, int bank)
    {
        var open = Timing.OpenRow[bank];
        return Pool[open < 0 || Policy.ProtectRowHits ? queue.Oldest(bank) : queue.OldestMiss(bank, open)].Sequence;
    }

    private bool IssueRow(BankedQueue queue, int bank, long tick)
    {
        if (Timing.OpenRow[bank] >= 0)
        {
            IssuePrecharge(bank, tick);
            queue.Forget(bank);
        }
        else
        {
            var index = queue.Oldest(bank);
            IssueActivate(bank, Pool[index].Request.Row, tick);
            queue.Remove(index);
            _opener[bank] = index;
            _openers.Add(bank);
        }

        _reads.Forget(bank);
        _writes.Forget(bank);
        _columnBound[bank] = 0;
        _rowBound[bank] = 0;
        return true;
    }

    private bool ServeHit(int index, long tick)
    {
        ref var waiting = ref Pool[index];
        var bank = waiting.Request.Bank;
        var queue = waiting.Request.Write ? _writes : _reads;
        queue.Bursts--;
        if (IssueColumn(index, tick))
        {
            queue.Remove(index);
            Pool.Drop(index);
        }

        _columnBound[bank] = 0;
        _rowBound[bank] = 0;
        return true;
    }
}
