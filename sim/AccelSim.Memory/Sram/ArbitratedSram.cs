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
    private readonly long[] _stalled;
    private long _origin;

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
        _stalled = new long[requesters];
    }

    /// <summary>The time of each bank: serving (<see cref="Cause.SramBandwidth"/>) or idle.</summary>
    public IReadOnlyList<Ledger> Banks => _ledgers;

    /// <summary>The first cycle that has not begun.</summary>
    private long Cycle => _config.Clock.CycleAtOrAfter(Now - _origin);

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
        _banks.Advance(Cycle, _ledgers);
        _items.Items[number] = new Item { Pattern = pattern, Write = write, Client = client, Tag = tag, Asked = Now, Stalled = _stalled[requester] + StalledNow(requester) };
        _queues[requester].Enqueue(number);
        if (_queues[requester].Count == 1)
        {
            Begin(requester);
            PlanWake();
        }
    }

    /// <summary>
    /// Defines the state now, while nobody asks: the clock begins an edge, and it is the first one's turn. What follows then does not depend on
    /// what went before.
    /// </summary>
    /// <exception cref="InvalidOperationException">Accesses are not served.</exception>
    public void Restart()
    {
        if (HasUnfinishedWork)
        {
            throw new InvalidOperationException($"{Name} cannot begin anew: accesses are not served");
        }

        _origin = Now;
        _banks.Restart(Now);
    }

    /// <summary>Closes the accounts of the banks at <paramref name="end"/> (fs).</summary>
    public void Settle(long end)
    {
        _banks.Advance(_config.Clock.CycleAtOrBefore(end - _origin), _ledgers);
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
        var outcome = new SramOutcome(Now, Math.Max(0, Now - entry.Asked - entry.Alone), entry.Conflict);
        entry.Client!.SramDone(entry.Tag, outcome with { Contended = Math.Min(_config.Clock.Edge(entry.Stalled), outcome.Queued) });
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
        _banks.Advance(Cycle, _ledgers);
        var wanted = false;
        for (var requester = 0; requester < _queues.Length; requester++)
        {
            var queue = _queues[requester];
            if (queue.Count > 0 && _banks.Left(requester) == 0)
            {
                _stalled[requester] += StalledNow(requester);
                var number = queue.Dequeue();
                _items.Items[number].Stalled = _stalled[requester] - _items.Items[number].Stalled;
                Simulation.Schedule(_origin + _config.Clock.Edge(Cycle + _config.LatencyCycles), Phase.Deliver, this, 0, number);
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

        item.Begun = _banks.Cycle;
        item.Cycles = most;
        item.Conflict = _config.Clock.Edge(Math.Max(most, ideal) - ideal);
        item.Alone = _config.Clock.Edge(Math.Max(most, ideal)) + _config.Clock.Edge(_config.LatencyCycles);
    }

    /// <summary>Cycles that the access in service has stood still for others; 0 where there is none.</summary>
    private long StalledNow(int requester)
    {
        if (!_queues[requester].TryPeek(out var number))
        {
            return 0;
        }

        ref var item = ref _items.Items[number];
        return _banks.Cycle - item.Begun - (item.Cycles - _banks.CyclesLeft(requester));
    }

    private void PlanWake()
    {
        _future.CopyFrom(_banks);
        WakeAt(_origin + _config.Clock.Edge(_future.UntilFirstEnds()));
    }

    private struct Item
    {
        public AffinePattern Pattern;
        public ISramClient? Client;
        public long Asked;
        public long Alone;

        /// <summary>Cycle at which it began to be served, and cycles it would take alone.</summary>
        public long Begun;
        public long Cycles;

        /// <summary>Cycles that its requester had stood still when it asked; once it was served, those since then.</summary>
        public long Stalled;
        public long Conflict;
        public int Tag;
        public bool Write;
    }
}
