using AccelSim.Machine;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>
/// The ready-first policy written down as plainly as it can be: every tick, all requests are looked at in order of arrival, and a command is
/// issued when it keeps its distance from every earlier command (<see cref="TimingChecker.Allows"/>). It shares nothing with the controller
/// but the records of device and policy.
/// </summary>
internal sealed class PlainChannel(DramDevice device, ChannelPolicy policy)
{
    private readonly TimingChecker _log = new(device);
    private readonly List<Item> _waiting = [];
    private readonly List<Item> _openers = [];
    private readonly Queue<int> _refreshes = new();
    private readonly long[] _open = [.. Enumerable.Repeat(-1L, device.Banks)];
    private readonly int[] _accesses = new int[device.Banks];
    private long _sequence;
    private int _nextBank;
    private bool _writing;
    private int _sinceTurn;

    public List<(long Tick, DramCommand Command, int Bank, long Row)> Commands => _log.Commands;

    /// <summary>The tick at which the last data of a read has come, by its tag; the latest where several have one.</summary>
    public Dictionary<int, long> Done { get; } = [];

    public long Now { get; private set; }

    public bool Busy => _waiting.Count + _openers.Count > 0;

    private bool SingleBanks => policy.Refresh == DramRefresh.SingleBanks;

    /// <summary>A refresh of all banks holds the queues back.</summary>
    private bool Queues => _refreshes.Count == 0 || SingleBanks;

    public bool Accepts(bool write) => Bursts(write) < (write ? policy.WriteQueue : policy.ReadQueue);

    public void Enqueue(DramRequest request)
    {
        if (!_waiting.Exists(item => item.Request.Write && Covers(item.Request, request)))
        {
            _waiting.Add(new Item(request, Now, _sequence++));
        }
    }

    public void Tick()
    {
        var interval = SingleBanks ? device.RefreshBankInterval : device.RefreshInterval;
        if (interval > 0 && Now % interval == interval - 1)
        {
            for (var rank = 0; rank < device.AllRanks; rank++)
            {
                _refreshes.Enqueue(SingleBanks ? (rank * device.BanksPerRank) + _nextBank : rank);
            }

            _nextBank = (_nextBank + 1) % device.BanksPerRank;
        }

        if (device.TwoCommandBuses)
        {
            _ = Opener() || (Queues && Hit());
            _ = Refresh() || (Queues && Row(long.MaxValue));
        }
        else
        {
            _ = Opener() || Refresh() || (Queues && Either());
        }

        Now++;
    }

    private static bool Covers(DramRequest whole, DramRequest part) =>
        whole.Bank == part.Bank && whole.Row == part.Row && whole.Column <= part.Column && part.Column + part.Count <= whole.Column + whole.Count;

    private static DramCommand Column(Item item) => item.Request.Write ? DramCommand.Write : DramCommand.Read;

    /// <summary>Bursts in a queue: those of a request that has opened its row count but for the last.</summary>
    private int Bursts(bool write) =>
        _waiting.Where(item => item.Request.Write == write).Sum(item => item.Left) + _openers.Where(item => item.Request.Write == write).Sum(item => item.Left - 1);

    private bool Held(int bank) => SingleBanks && _refreshes.Contains(bank);

    private bool Issue(DramCommand command, int bank, long row = 0)
    {
        _log.Add(Now, command, bank, row);
        return true;
    }

    private bool Allows(DramCommand command, int bank) => _log.Allows(Now, command, bank);

    private bool Serve(Item item)
    {
        Issue(Column(item), item.Request.Bank, item.Request.Row);
        _accesses[item.Request.Bank]++;
        _sinceTurn += item.Request.Write == _writing ? 1 : 0;
        if (--item.Left == 0)
        {
            _waiting.Remove(item);
            _openers.Remove(item);
            Done[item.Request.Tag] = Math.Max(Done.GetValueOrDefault(item.Request.Tag), Now + device.ReadTicks);
        }

        return true;
    }

    /// <summary>Whoever opened a row goes before all others.</summary>
    private bool Opener() =>
        _openers.OrderBy(item => item.Sequence).FirstOrDefault(item => Allows(Column(item), item.Request.Bank)) is { } opener && Serve(opener);

    private bool Refresh()
    {
        if (!_refreshes.TryPeek(out var due))
        {
            return false;
        }

        var (first, count) = SingleBanks ? (due, 1) : (due * device.BanksPerRank, device.BanksPerRank);
        if (_open.Skip(first).Take(count).Any(row => row >= 0))
        {
            var close = SingleBanks ? DramCommand.Precharge : DramCommand.PrechargeAll;
            if (_openers.Exists(item => item.Request.Bank >= first && item.Request.Bank < first + count) || !Allows(close, first))
            {
                return false;
            }

            Array.Fill(_open, -1, first, count);
            return Issue(close, first);
        }

        var refresh = SingleBanks ? DramCommand.RefreshBank : DramCommand.Refresh;
        if (!Allows(refresh, first))
        {
            return false;
        }

        _refreshes.Dequeue();
        return Issue(refresh, first);
    }

    private void Turn()
    {
        // Reads whose turn came because enough was written have at least one command, however full the write queue is.
        var leastReads = policy.WritesPerTurn > 0 ? Math.Max(1, policy.ReadsPerTurn) : policy.ReadsPerTurn;
        var fill = Bursts(true) * 1_000_000L;
        var turn = _writing
            ? Bursts(false) > 0 && (fill == 0 || fill < (long)policy.WriteQueue * policy.WriteLowMillionths || (policy.WritesPerTurn > 0 && _sinceTurn >= policy.WritesPerTurn))
            : Bursts(false) == 0 || (fill > (long)policy.WriteQueue * policy.WriteHighMillionths && _sinceTurn >= leastReads);
        if (turn)
        {
            (_writing, _sinceTurn) = (!_writing, 0);
        }
    }

    private Item? OldestHit()
    {
        Turn();
        return _waiting.Find(item => item.Request.Write == _writing && item.Request.Row == _open[item.Request.Bank] && !Held(item.Request.Bank)
            && !Younger(item) && !Capped(item) && Allows(Column(item), item.Request.Bank));
    }

    /// <summary>True for a hit, not begun, of a row that has had its share while an older request waits for another one of the bank.</summary>
    private bool Capped(Item hit) => policy.RowHitCap > 0 && _accesses[hit.Request.Bank] >= policy.RowHitCap && hit.Left == hit.Request.Count
        && _waiting.Find(item => item.Request.Write == hit.Request.Write && item.Request.Bank == hit.Request.Bank)!.Request.Row != hit.Request.Row;

    /// <summary>Of the hits of a bank only the oldest counts.</summary>
    private bool Younger(Item item) => _waiting.Exists(other => other.Sequence < item.Sequence && other.Request.Write == item.Request.Write
        && other.Request.Bank == item.Request.Bank && other.Request.Row == item.Request.Row);

    private bool Hit() => OldestHit() is { } hit && Serve(hit);

    private bool Either()
    {
        var hit = OldestHit();
        return Row(hit?.Sequence ?? long.MaxValue) || (hit is not null && Serve(hit));
    }

    /// <summary>Opens or closes a row for the oldest request that needs it and came before <paramref name="before"/>.</summary>
    private bool Row(long before)
    {
        Turn();
        var banks = _waiting.Where(item => item.Request.Write == _writing).GroupBy(item => item.Request.Bank).Where(bank => !Held(bank.Key));
        var asker = banks.Select(Asker).Where(item => item is not null && item.Sequence < before
            && Allows(_open[item.Request.Bank] < 0 ? DramCommand.Activate : DramCommand.Precharge, item.Request.Bank)).MinBy(item => item!.Sequence);
        if (asker is null)
        {
            return false;
        }

        var (bank, row) = (asker.Request.Bank, asker.Request.Row);
        if (_open[bank] >= 0)
        {
            _open[bank] = -1;
            return Issue(DramCommand.Precharge, bank);
        }

        (_open[bank], _accesses[bank]) = (row, 0);
        _waiting.Remove(asker);
        _openers.Add(asker);
        return Issue(DramCommand.Activate, bank, row);
    }

    /// <summary>The request for which a bank's row is to be opened or closed; null where none is.</summary>
    private Item? Asker(IGrouping<int, Item> bank)
    {
        var oldest = bank.First();
        if (_open[bank.Key] < 0)
        {
            return oldest;
        }

        // Nobody closes the row of a request that has just opened it, or one that an older request, or one as old, still wants.
        var hit = bank.FirstOrDefault(item => item.Request.Row == _open[bank.Key]);
        hit = hit is not null && Capped(hit) ? null : hit;
        return oldest.Request.Row == _open[bank.Key] || _openers.Exists(item => item.Request.Bank == bank.Key) || (hit is not null && hit.Arrival <= oldest.Arrival) ? null : oldest;
    }

    private sealed class Item(DramRequest request, long arrival, long sequence)
    {
        public DramRequest Request => request;

        public long Arrival => arrival;

        public long Sequence => sequence;

        public int Left { get; set; } = request.Count;
    }
}
