using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// On-chip memory whose banks serve several requesters at the same time: each bank gives its ports, cycle by cycle, to those who want it.
/// A requester has one access in service, the others wait behind it; one alone takes the cycles of its fullest bank.
/// </summary>
public sealed class ArbitratedSram : Component
{
    private readonly SramConfig _config;
    private readonly SramBanks _banks;
    private readonly SramBanks _future;
    private readonly Ledger[] _ledgers;
    private readonly Queue<int>[] _queues;
    private readonly NumberPool<Item> _items = new(64);
    private readonly long[] _words;

    /// <summary>An idle memory.</summary>
    /// <param name="simulation">Where it lives.</param>
    /// <param name="config">Its organisation.</param>
    /// <param name="requesters">Who may ask, by number.</param>
    /// <param name="name">For reports.</param>
    /// <exception cref="ArgumentException">The numbers cannot describe a memory; the message has all problems.</exception>
    public ArbitratedSram(Simulation simulation, SramConfig config, int requesters, string name = "SRAM")
        : base(simulation, name)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfLessThan(requesters, 1);
        _config = config.Checked();
        _banks = new SramBanks(config, requesters);
        _future = new SramBanks(config, requesters);
        _ledgers = [.. Enumerable.Range(0, config.Banks).Select(bank => new Ledger($"{name} bank {bank}"))];
        _queues = [.. Enumerable.Range(0, requesters).Select(_ => new Queue<int>())];
        _words = new long[config.Banks];
    }

    /// <summary>The time of each bank: serving (<see cref="Cause.SramBandwidth"/>) or idle.</summary>
    public IReadOnlyList<Ledger> Banks => _ledgers;

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _items.InUse > 0;

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lines.Add($"{Name}: {_items.InUse} accesses not served");
    }

    /// <summary>Asks for an access now; the client is told when its last data has come or was taken.</summary>
    /// <param name="requester">Who asks; also the priority, 0 before all others, where that is how ports are given away.</param>
    /// <param name="pattern">Which bytes.</param>
    /// <param name="write">Write or read.</param>
    /// <param name="client">Told when it has ended.</param>
    /// <param name="tag">Handed back to the client.</param>
    public void Access(int requester, in AffinePattern pattern, bool write, ISramClient client, int tag)
    {
        ArgumentNullException.ThrowIfNull(client);
        var number = _items.Take();
        _items.Items[number] = new Item { Pattern = pattern, Write = write, Client = client, Tag = tag, Asked = Now };
        _queues[requester].Enqueue(number);
        if (_queues[requester].Count == 1)
        {
            _banks.Advance(_config.Clock.CycleAtOrAfter(Now), _ledgers);
            Begin(requester);
            PlanWake();
        }
    }

    /// <summary>Closes the accounts of the banks at <paramref name="end"/> (fs).</summary>
    public void Settle(long end)
    {
        _banks.Advance(_config.Clock.CycleAtOrBefore(end), _ledgers);
        foreach (var ledger in _ledgers)
        {
            ledger.AdvanceIfLater(end, Cause.Idle);
        }
    }

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item)
    {
        var number = (int)item.Payload;
        var entry = _items.Items[number];
        _items.Items[number] = default;
        _items.Return(number);

        // Edges of a clock without a whole period make intervals of the same number of cycles differ by 1 fs.
        entry.Client!.SramDone(entry.Tag, new SramOutcome(Now, Math.Max(0, Now - entry.Asked - entry.Alone), entry.Conflict));
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
        _banks.Advance(_config.Clock.CycleAtOrAfter(Now), _ledgers);
        var wanted = false;
        for (var requester = 0; requester < _queues.Length; requester++)
        {
            var queue = _queues[requester];
            if (queue.Count > 0 && _banks.Left(requester) == 0)
            {
                var number = queue.Dequeue();
                Simulation.Schedule(_config.Clock.After(Now, _config.LatencyCycles), Phase.Deliver, this, 0, number);
                if (queue.Count > 0)
                {
                    Begin(requester);
                }
            }

            wanted |= queue.Count > 0;
        }

        if (wanted)
        {
            PlanWake();
        }
    }

    private void Begin(int requester)
    {
        ref var item = ref _items.Items[_queues[requester].Peek()];
        BankConflicts.Words(_config, item.Pattern, _words);
        _banks.Begin(requester, _words, item.Write);
        var ports = _config.PortsFor(item.Write);
        var width = (long)_config.Banks * ports * _config.BankBytes;
        var ideal = (item.Pattern.TotalBytes + width - 1) / width;
        var most = 0L;
        foreach (var words in _words)
        {
            most = Math.Max(most, (words + ports - 1) / ports);
        }

        item.Conflict = _config.Clock.Edge(Math.Max(most, ideal) - ideal);
        item.Alone = _config.Clock.Edge(Math.Max(most, ideal)) + _config.Clock.Edge(_config.LatencyCycles);
    }

    private void PlanWake()
    {
        _future.CopyFrom(_banks);
        WakeAt(_config.Clock.Edge(_future.UntilFirstEnds()));
    }

    private struct Item
    {
        public AffinePattern Pattern;
        public ISramClient? Client;
        public long Asked;
        public long Alone;
        public long Conflict;
        public int Tag;
        public bool Write;
    }
}
