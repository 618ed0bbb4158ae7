using System.Runtime.CompilerServices;
using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>
/// One queue of reads, one of writes: the oldest request whose next command is legal goes first (FR-FCFS). The policy of Ramulator 2.
/// </summary>
/// <remarks>
/// A request that has opened a row leaves its queue and goes before all others of its bank until it is served; its row is not closed
/// meanwhile. A refresh that is due holds back the queues, in every pseudo channel, until it is issued.
/// </remarks>
internal sealed partial class ReadyFirstController : ChannelController
{
    private readonly BankedQueue _reads;
    private readonly BankedQueue _writes;
    private readonly int[] _opener;
    private readonly BankAges _readOpeners;
    private readonly BankAges _writeOpeners;
    private readonly BankAges _activates;
    private readonly BankAges _precharges;
    private readonly int _ranks;
    private readonly long _mostWrites;
    private readonly long _fewWrites;
    private readonly int _leastReads;

    /// <summary>True where a request may change what its bank wants although it waits behind another one of its kind.</summary>
    private readonly bool _judgesAll;
    private bool _writing;
    private int _sinceTurn;

    public ReadyFirstController(DramDevice device, ChannelPolicy policy, IDramSink? sink, IDramCommandLog? log)
        : base(device, policy, sink, log)
    {
        _reads = new BankedQueue(Pool, Timing, write: false, device.AllRanks, device.BanksPerRank);
        _writes = new BankedQueue(Pool, Timing, write: true, device.AllRanks, device.BanksPerRank);
        _opener = new int[device.Banks];
        Array.Fill(_opener, -1);
        _readOpeners = new BankAges(device.AllRanks, device.BanksPerRank);
        _writeOpeners = new BankAges(device.AllRanks, device.BanksPerRank);
        _activates = new BankAges(device.AllRanks, device.BanksPerRank);
        _precharges = new BankAges(device.AllRanks, device.BanksPerRank);
        _perBank = policy.Refresh == DramRefresh.SingleBanks;
        _interval = _perBank ? device.RefreshBankInterval : device.RefreshInterval;
        _refreshes = new int[_perBank ? device.Banks : device.AllRanks];
        _canRun = device.Ranks == 1 && device.PseudoChannels <= 2 && device.BanksPerRank <= 64 && CanRun(write: false) && CanRun(write: true);
        _spans = new Span[device.AllRanks];
        _candidates = new Candidate[device.BanksPerRank];
        _banksPerRank = device.BanksPerRank;
        _ranks = device.AllRanks;
        _judgesAll = policy.RowHitCap > 0 || !policy.ProtectRowHits;
        _group = [.. Enumerable.Range(0, device.BanksPerRank).Select(bank => (byte)(bank / device.BanksPerGroup))];
        _mostWrites = (long)policy.WriteQueue * policy.WriteHighMillionths / 1_000_000;

        // Without writes it is the turn of reads, whatever the low watermark.
        _fewWrites = Math.Max(1, (((long)policy.WriteQueue * policy.WriteLowMillionths) + 999_999) / 1_000_000);

        // Reads whose turn came because enough was written have at least one command, however full the write queue is.
        _leastReads = policy.WritesPerTurn > 0 ? Math.Max(1, policy.ReadsPerTurn) : policy.ReadsPerTurn;
        Begin();
    }

    public override bool Busy => _reads.Bursts + _writes.Bursts + _readOpeners.Count + _writeOpeners.Count > 0;

    /// <summary>The queue whose turn it is.</summary>
    private BankedQueue Current => _writing ? _writes : _reads;

    /// <inheritdoc/>
    public override void Drain()
    {
        // Writes go out by themselves when no reads wait.
    }

    public override bool Accepts(bool write) =>
        write ? _writes.Bursts < Policy.WriteQueue : _reads.Bursts < Policy.ReadQueue;

    protected override void Begin()
    {
        _nextRefresh = _interval == 0 ? long.MaxValue : _interval - 1;
        _firstRefresh = 0;
        _dueRefreshes = 0;
        _nextBank = 0;
        _planQueue = null;
        _writing = false;
        _sinceTurn = 0;
        _columnAt = _rowAt = 0;

        // Without requests the bus turns to writes at once.
        NextTick = 0;
    }

    protected override void Forget()
    {
        _columnAt = _rowAt = 0;
        JudgeAll();
        foreach (var ages in (BankAges[])[_readOpeners, _writeOpeners, _activates, _precharges, _reads.HitAges, _writes.HitAges])
        {
            ages.Forget();
        }
    }

    protected override void Take(in DramRequest request)
    {
        if (_writes.Covers(request))
        {
            if (request.Write)
            {
                Counters.Merged += request.Count;
            }
            else
            {
                Counters.Forwarded += request.Count;
                Finish(request.Tag, Now + 1);
            }

            return;
        }

        var bank = request.Bank;
        var open = AwaitsRefresh(bank) ? -1 : Timing.OpenRow[bank];
        _columnAt = request.Row == open ? 0 : _columnAt;
        var queue = request.Write ? _writes : _reads;
        var behind = queue.Oldest(bank) >= 0 && request.Row != Timing.OpenRow[bank];
        queue.Add(Pool.Keep(request, Now), open);
        if (_judgesAll || (queue == Current && !behind))
        {
            Judge(bank);
        }
    }

    protected override long Work(long tick, long until)
    {
        if (tick == _nextRefresh)
        {
            RefreshDue();
        }

        var (last, next, ahead) = (tick, tick, Earliest(tick));
        while (true)
        {
            var arrival = NextArrival();
            if (arrival <= next)
            {
                // What arrives may go at once.
                (last, Now) = (Math.Max(last, next - 1), next);
                Refill();
                ahead = Earliest(next);
                continue;
            }

            var stop = Math.Min(until, _nextRefresh);
            next = Math.Max(next, Math.Min(ahead, Math.Min(stop, arrival)));
            if (next >= stop)
            {
                EnterAll();
                NextTick = Math.Min(Math.Max(Math.Max(next, ahead), AfterIssue(last)), _nextRefresh);
                return last;
            }

            if (next < arrival)
            {
                last = KnowsSpans(next) ? RunSpans(next, Math.Min(stop, arrival)) : WorkTick(next);
                (next, ahead) = (last + 1, _ahead);
            }
        }
    }

    private bool IssueColumnCommand(long tick)
    {
        if (tick < _columnAt)
        {
            return false;
        }

        if (ServeOpener(tick))
        {
            return true;
        }

        if (_dueRefreshes > 0 && !_perBank)
        {
            return false;
        }

        var hit = OldestHit(ChooseQueue(), tick);
        if (hit >= 0)
        {
            Serve(hit, tick);
        }

        return hit >= 0;
    }

    private bool IssueRowCommand(long tick)
    {
        if (_dueRefreshes > 0 && (AdvanceRefresh(tick, out var advanced) || !_perBank))
        {
            return advanced;
        }

        var queue = ChooseQueue();
        var bank = OldestRow(tick);
        return bank >= 0 && IssueRow(queue, bank, tick);
    }

    /// <summary>One command bus: row and column commands compete by age.</summary>
    private bool IssueAny(long tick)
    {
        if (tick < _columnAt)
        {
            return IssueRowCommand(tick);
        }

        if (ServeOpener(tick))
        {
            return true;
        }

        if (_dueRefreshes > 0 && (AdvanceRefresh(tick, out var advanced) || !_perBank))
        {
            return advanced;
        }

        var queue = ChooseQueue();
        var hit = OldestHit(queue, tick);
        var bank = OldestRow(tick);
        if (hit >= 0 && (bank < 0 || queue.HitAges[Pool[hit].Request.Bank] < Asker(bank)))
        {
            Serve(hit, tick);
            return true;
        }

        return bank >= 0 && IssueRow(queue, bank, tick);
    }

    private bool ServeOpener(long tick)
    {
        var read = OldestColumn(_readOpeners, write: false, tick);
        var write = OldestColumn(_writeOpeners, write: true, tick);
        if (read == BankAges.None && write == BankAges.None)
        {
            return false;
        }

        Serve(_opener[BankAges.Bank(Math.Min(read, write))], tick);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MustTurn() => _writing
        ? _reads.Bursts > 0 && (_writes.Bursts < _fewWrites || (Policy.WritesPerTurn > 0 && _sinceTurn >= Policy.WritesPerTurn))
        : _reads.Bursts == 0 || (_writes.Bursts > _mostWrites && _sinceTurn >= _leastReads);

    /// <summary>Reads or writes: hysteresis between the watermarks.</summary>
    private BankedQueue ChooseQueue()
    {
        if (MustTurn())
        {
            _writing = !_writing;
            _sinceTurn = 0;
            _columnAt = _rowAt = 0;
            JudgeAll();
        }

        return Current;
    }

    /// <summary>The oldest request of the queue whose row is open and whose column command is legal; -1 when there is none.</summary>
    private int OldestHit(BankedQueue queue, long tick)
    {
        var oldest = OldestColumn(queue.HitAges, queue == _writes, tick);
        return oldest == BankAges.None ? -1 : queue.Hit(BankAges.Bank(oldest));
    }

    /// <summary>The least age of a bank whose column command is legal.</summary>
    private long OldestColumn(BankAges ages, bool write, long tick)
    {
        var oldest = BankAges.None;
        for (var rank = 0; rank < _ranks && ages.Count > 0; rank++)
        {
            oldest = Timing.RankColumnAt(rank, write, tick) > tick ? oldest : Math.Min(oldest, ages.Oldest(rank, Timing.BankColumns(write), tick));
        }

        return oldest;
    }

    /// <summary>The bank whose oldest request needs a row command that is legal, oldest request first; -1 when there is none.</summary>
    private int OldestRow(long tick)
    {
        var oldest = BankAges.None;
        for (var rank = 0; rank < _ranks && tick >= _rowAt; rank++)
        {
            oldest = Timing.RankActivateAt(rank, tick) > tick ? oldest : Math.Min(oldest, _activates.Oldest(rank, Timing.BankActivates, tick));
            oldest = Timing.RankPrechargeAt(rank) > tick ? oldest : Math.Min(oldest, _precharges.Oldest(rank, Timing.BankPrecharges, tick));
        }

        return oldest == BankAges.None ? -1 : BankAges.Bank(oldest);
    }

    /// <summary>Finds out which row command a bank needs, and for whom, after something about it has changed.</summary>
    private void Judge(int bank)
    {
        _activates.Clear(bank);
        _precharges.Clear(bank);
        var queue = Current;
        var oldest = queue.Oldest(bank);
        var open = Timing.OpenRow[bank];
        if (oldest < 0 || AwaitsRefresh(bank))
        {
            return;
        }

        if (open < 0)
        {
            Want(_activates, bank, oldest);
            return;
        }

        if (Policy.RowHitCap > 0 && Timing.RowAccesses[bank] >= Policy.RowHitCap && Pool[oldest].Request.Row != open && queue.Hit(bank) is >= 0 and var next
            && Pool[next].Served == 0)
        {
            // The row has had its share; what is being served is finished.
            queue.Closed(bank);
        }

        var miss = Policy.ProtectRowHits ? oldest : queue.OldestMiss(bank, open);
        if (miss < 0 || _opener[bank] >= 0 || Pool[miss].Request.Row == open)
        {
            return;
        }

        var hit = queue.Hit(bank);
        if (!Policy.ProtectRowHits || hit < 0 || Pool[hit].Arrival > Pool[miss].Arrival)
        {
            Want(_precharges, bank, miss);
        }
    }

    private void Want(BankAges rows, int bank, int asker)
    {
        rows.Set(bank, Pool[asker].Sequence, Timing.BankRowAt(bank));
        _rowAt = Math.Min(_rowAt, Timing.RowAt(bank));
    }

    private void JudgeAll()
    {
        _activates.ClearAll();
        _precharges.ClearAll();
        var queue = Current;
        for (var bank = queue.BankFrom(0); bank >= 0; bank = bank + 1 < Device.Banks ? queue.BankFrom(bank + 1) : -1)
        {
            Judge(bank);
        }
    }

    /// <summary>Age of the request that asks for the row command of a bank.</summary>
    private long Asker(int bank) => Math.Min(_activates[bank], _precharges[bank]);

    private bool IssueRow(BankedQueue queue, int bank, long tick)
    {
        if (Timing.OpenRow[bank] >= 0)
        {
            IssuePrecharge(bank, tick);
            _reads.Closed(bank);
            _writes.Closed(bank);
            _precharges.Clear(bank);
            if (!AwaitsRefresh(bank))
            {
                Want(_activates, bank, queue.Oldest(bank));
            }
            return true;
        }

        var index = queue.Oldest(bank);
        ref var waiting = ref Pool[index];
        var (row, write) = (waiting.Request.Row, waiting.Request.Write);
        IssueActivate(bank, row, tick);
        queue.Remove(index);
        queue.Bursts--;
        _opener[bank] = index;
        _longOpeners += Left(index) > 1 ? 1 : 0;
        (write ? _writeOpeners : _readOpeners).Set(bank, waiting.Sequence, Timing.BankColumnAt(bank, write));
        _reads.Opened(bank, row);
        _writes.Opened(bank, row);

        // Until it is served nothing else is wanted of its row.
        _activates.Clear(bank);
        return true;
    }

    /// <summary>Issues the next column command of a request.</summary>
    private void Serve(int index, long tick)
    {
        ref var waiting = ref Pool[index];
        var (bank, write) = (waiting.Request.Bank, waiting.Request.Write);
        _sinceTurn += write == _writing ? 1 : 0;
        IssueOne(ref waiting, tick);
        if (waiting.Request.Count == 1 && _opener[bank] == index)
        {
            ServedSingle(index, ref waiting, tick);
        }
        else
        {
            Served(index, 1, tick);
        }
    }

    /// <summary>Takes note of the only column command of a request that opened its row: it had left its queue, burst and all, with the activate.</summary>
    private void ServedSingle(int index, ref Waiting waiting, long tick)
    {
        var (bank, write, tag) = (waiting.Request.Bank, waiting.Request.Write, waiting.Request.Tag);
        _opener[bank] = -1;
        (write ? _writeOpeners : _readOpeners).Clear(bank);
        Pool.Drop(index);
        Judge(bank);
        if (!write)
        {
            Finish(tag, tick + Device.ReadTicks);
        }
    }

    /// <summary>Takes note of column commands of a request, and of its end with the one at <paramref name="last"/>.</summary>
    private void Served(int index, int commands, long last)
    {
        ref var waiting = ref Pool[index];
        var (bank, write) = (waiting.Request.Bank, waiting.Request.Write);
        var done = waiting.Served == waiting.Request.Count;
        var opener = _opener[bank] == index;
        var queue = write ? _writes : _reads;

        // The last burst of a request that opened its row left the queue with the activate.
        queue.Bursts -= commands - (opener && done ? 1 : 0);
        _longOpeners -= opener && Left(index) is <= 1 and var left && left + commands > 1 ? 1 : 0;
        if (!done)
        {
            return;
        }

        if (opener)
        {
            _opener[bank] = -1;
            (write ? _writeOpeners : _readOpeners).Clear(bank);
        }
        else
        {
            queue.Remove(index);
        }

        if (!write)
        {
            Finish(waiting.Request.Tag, last + Device.ReadTicks);
        }

        Pool.Drop(index);
        Judge(bank);
    }
}
