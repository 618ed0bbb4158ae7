namespace AccelSim.Memory;

/// <summary>A transaction queue for reads and one for writes, a command queue for each bank, served round robin: the policy of DRAMsim3.</summary>
/// <remarks>
/// In a tick: a refresh that is due goes before all else and blocks its rank's queues until it is issued; otherwise the next bank in turn
/// with a legal command issues it, and, where row and column commands have a bus each, a second bank one of the other kind; then one
/// request moves from the transaction queue to its bank.
/// </remarks>
internal sealed class PerBankController : ChannelController
{
    private readonly int[][] _queue;
    private readonly int[] _queued;
    private readonly int[] _queuedBursts;
    private readonly int[] _writesOfBank;
    private readonly long[] _bound;
    private readonly BankSet _busy;
    private readonly TransactionQueue _reads;
    private readonly TransactionQueue _writes;
    private readonly bool[] _refreshDue;
    private long _nextRefresh;
    private int _refreshing = -1;
    private int _turn;
    private int _draining;
    private bool _flushing;

    public PerBankController(DramDevice device, ChannelPolicy policy, IDramSink? sink, IDramCommandLog? log)
        : base(device, policy, sink, log)
    {
        _reads = new TransactionQueue(Pool);
        _writes = new TransactionQueue(Pool);
        _queue = [.. Enumerable.Range(0, device.Banks).Select(_ => new int[policy.BankQueue])];
        _queued = new int[device.Banks];
        _queuedBursts = new int[device.Banks];
        _writesOfBank = new int[device.Banks];
        _bound = new long[device.Banks];
        _busy = new BankSet(device.Banks);
        _refreshDue = new bool[device.AllRanks];
        Begin();
    }

    private enum Kind
    {
        None,
        Row,
        Column,
    }

    public override bool Busy => !_busy.IsEmpty || _reads.Bursts + _writes.Bursts > 0;

    /// <inheritdoc/>
    public override void Drain()
    {
        _flushing = true;
        NextTick = Math.Min(NextTick, Now);
    }

    public override bool Accepts(bool write) =>
        write ? _writes.Bursts < Policy.WriteQueue : _reads.Bursts < Policy.ReadQueue;

    protected override void Begin()
    {
        _nextRefresh = Device.RefreshInterval == 0 ? long.MaxValue : Device.RefreshInterval;
        _refreshing = -1;
        _turn = 0;
        _draining = 0;
        _flushing = false;
        Array.Clear(_refreshDue);
        Array.Clear(_bound);
        NextTick = _nextRefresh;
    }

    protected override void Forget() => Array.Clear(_bound);

    protected override void Take(in DramRequest request)
    {
        if (_writesOfBank[request.Bank] > 0 && AnsweredByWrite(request))
        {
            return;
        }

        var index = Pool.Keep(request, Now);
        if (request.Write)
        {
            _writesOfBank[request.Bank]++;
            _writes.Add(index, request.Count);
        }
        else
        {
            _reads.Add(index, request.Count);
        }
    }

    protected override long Work(long tick, long until)
    {
        if (tick == _nextRefresh)
        {
            Array.Fill(_refreshDue, true);
            _nextRefresh += Device.RefreshInterval;
            _refreshing = _refreshing < 0 ? 0 : _refreshing;
        }

        var first = _refreshing >= 0 && AdvanceRefresh(tick) ? Kind.Row : IssueNext(tick, Kind.None);
        if (first != Kind.None && Device.TwoCommandBuses)
        {
            IssueNext(tick, first);
        }

        var moved = MoveOne();
        NextTick = first != Kind.None || moved ? tick + 1 : Math.Min(NextBound(), _nextRefresh);
        return tick;
    }

    /// <summary>Precharges a bank of the rank, or refreshes it when all are closed; true when a command was issued.</summary>
    private bool AdvanceRefresh(long tick)
    {
        var rank = _refreshing;
        for (var bank = rank * Device.BanksPerRank; Timing.AnyOpen(rank) && bank < (rank + 1) * Device.BanksPerRank; bank++)
        {
            if (Timing.OpenRow[bank] >= 0 && Timing.PrechargeAt(bank) <= tick)
            {
                IssuePrecharge(bank, tick);
                _bound[bank] = 0;
                return true;
            }
        }

        if (Timing.AnyOpen(rank) || Timing.RefreshAt(rank, tick) > tick)
        {
            return false;
        }

        IssueRefresh(rank, tick);
        _refreshDue[rank] = false;
        _refreshing = Array.IndexOf(_refreshDue, true);
        return true;
    }

    /// <summary>Lets the next bank in turn issue a command; with <paramref name="other"/> set, only one of the other kind.</summary>
    private Kind IssueNext(long tick, Kind other)
    {
        var start = _turn + 1 == Device.Banks ? 0 : _turn + 1;
        for (var bank = _busy.From(start); bank >= 0; bank = _busy.From(bank + 1))
        {
            if (_bound[bank] <= tick && Try(bank, tick, other) is not Kind.None and var kind)
            {
                return kind;
            }
        }

        for (var bank = _busy.From(0); bank >= 0 && bank < start; bank = _busy.From(bank + 1))
        {
            if (_bound[bank] <= tick && Try(bank, tick, other) is not Kind.None and var kind)
            {
                return kind;
            }
        }

        return Kind.None;
    }

    /// <summary>Issues the first legal command of a bank's queue. A command of the excluded kind ends the search without being issued.</summary>
    private Kind Try(int bank, long tick, Kind excluded)
    {
        if (_refreshing >= 0 && Timing.Rank(bank) == _refreshing)
        {
            return Kind.None;
        }

        var queue = _queue[bank];
        var row = Timing.OpenRow[bank];
        if (row < 0)
        {
            _bound[bank] = Timing.ActivateAt(bank, tick);
            if (_bound[bank] > tick)
            {
                return Kind.None;
            }

            _turn = bank;
            if (excluded != Kind.Row)
            {
                IssueActivate(bank, Pool[queue[0]].Request.Row, tick);
                _bound[bank] = 0;
            }

            return Kind.Row;
        }

        var bound = long.MaxValue;
        for (var i = 0; i < _queued[bank]; i++)
        {
            ref var waiting = ref Pool[queue[i]];
            if (waiting.Request.Row == row)
            {
                var column = Timing.ColumnAt(bank, waiting.Request.Write, tick);
                if (column <= tick && !(waiting.Request.Write && ReadBefore(bank, i)))
                {
                    _turn = bank;
                    if (excluded != Kind.Column)
                    {
                        Serve(bank, i, tick);
                    }

                    return Kind.Column;
                }

                bound = Math.Min(bound, column);
            }
            else if (i == 0 && MayClose(bank, row))
            {
                var precharge = Timing.PrechargeAt(bank);
                if (precharge <= tick)
                {
                    _turn = bank;
                    if (excluded != Kind.Row)
                    {
                        IssuePrecharge(bank, tick);
                        _bound[bank] = 0;
                    }

                    return Kind.Row;
                }

                bound = precharge;
            }
        }

        _bound[bank] = bound;
        return Kind.None;
    }

    private void Serve(int bank, int position, long tick)
    {
        var queue = _queue[bank];
        var index = queue[position];
        var write = Pool[index].Request.Write;
        _queuedBursts[bank]--;
        _bound[bank] = 0;
        if (IssueColumn(index, tick, Policy.ClosedPage))
        {
            _queued[bank]--;
            Array.Copy(queue, position + 1, queue, position, _queued[bank] - position);
            _writesOfBank[bank] -= write ? 1 : 0;
            Pool.Drop(index);
            if (_queued[bank] == 0)
            {
                _busy.Remove(bank);
            }
        }
    }

    private bool MayClose(int bank, long row)
    {
        if (Timing.RowAccesses[bank] >= Policy.RowHitLimit)
        {
            return true;
        }

        for (var i = 1; i < _queued[bank]; i++)
        {
            if (Pool[_queue[bank][i]].Request.Row == row)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a read of the same columns waits before a write.</summary>
    private bool ReadBefore(int bank, int position)
    {
        ref var write = ref Pool[_queue[bank][position]];
        for (var i = 0; i < position; i++)
        {
            ref var earlier = ref Pool[_queue[bank][i]];
            if (!earlier.Request.Write && earlier.Overlaps(write.Request))
            {
                return true;
            }
        }

        return false;
    }

    private bool AnsweredByWrite(in DramRequest request)
    {
        if (!_writes.Covers(request) && !BankCovers(request))
        {
            return false;
        }

        if (request.Write)
        {
            Counters.Merged += request.Count;
        }
        else
        {
            Counters.Forwarded += request.Count;
            Finish(request.Tag, Now + 1);
        }

        return true;
    }

    private bool BankCovers(in DramRequest request)
    {
        for (var i = 0; i < _queued[request.Bank]; i++)
        {
            ref var waiting = ref Pool[_queue[request.Bank][i]];
            if (waiting.Request.Write && waiting.Covers(request))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves one request from the transaction queues to its bank; true when one moved.</summary>
    private bool MoveOne()
    {
        _flushing &= _writes.Count > 0;
        if (_draining <= 0 && (_flushing || _writes.Bursts >= Policy.WriteQueue || (_writes.Bursts > Policy.IdleDrain && _busy.IsEmpty)))
        {
            _draining = _writes.Bursts;
        }

        return (_draining > 0 && MoveFrom(_writes)) || (_draining <= 0 && MoveFrom(_reads));
    }

    private bool MoveFrom(TransactionQueue queue)
    {
        for (var i = 0; i < queue.Count; i++)
        {
            var index = queue[i];
            ref var waiting = ref Pool[index];
            var bank = waiting.Request.Bank;
            if (_queuedBursts[bank] >= Policy.BankQueue || _queued[bank] == Policy.BankQueue)
            {
                continue;
            }

            if (waiting.Request.Write)
            {
                if (_reads.Overlaps(waiting.Request) || BankReads(waiting.Request))
                {
                    // The read it has to wait for goes first, though it be at the end of its queue.
                    _draining = 0;
                    return MoveFrom(_reads);
                }

                _draining -= waiting.Request.Count;
            }

            queue.RemoveAt(i, waiting.Request.Count);
            _queue[bank][_queued[bank]++] = index;
            _queuedBursts[bank] += waiting.Request.Count;
            _bound[bank] = 0;
            _busy.Add(bank);
            return true;
        }

        return false;
    }

    private bool BankReads(in DramRequest request)
    {
        for (var i = 0; i < _queued[request.Bank]; i++)
        {
            ref var waiting = ref Pool[_queue[request.Bank][i]];
            if (!waiting.Request.Write && waiting.Overlaps(request))
            {
                return true;
            }
        }

        return false;
    }

    private long NextBound()
    {
        var bound = long.MaxValue;
        for (var bank = _busy.From(0); bank >= 0; bank = _busy.From(bank + 1))
        {
            if (_refreshing < 0 || Timing.Rank(bank) != _refreshing)
            {
                bound = Math.Min(bound, _bound[bank]);
            }
        }

        return _refreshing < 0 ? bound : Math.Min(bound, RefreshBound());
    }

    private long RefreshBound()
    {
        if (!Timing.AnyOpen(_refreshing))
        {
            return Timing.RefreshAt(_refreshing, Now);
        }

        var bound = long.MaxValue;
        for (var bank = _refreshing * Device.BanksPerRank; bank < (_refreshing + 1) * Device.BanksPerRank; bank++)
        {
            bound = Timing.OpenRow[bank] >= 0 ? Math.Min(bound, Timing.PrechargeAt(bank)) : bound;
        }

        return bound;
    }
}
