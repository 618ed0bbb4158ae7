using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// A cache in time. Accesses queue, in order, at the bank of their first byte. A look-up that hits takes its data banks and is answered
/// after the hit latency; one that misses takes a miss register, or waits with the miss of its line that is on its way already, and the
/// bank goes on to serve others. Where no register is to be had, the bank stands still until data comes.
/// </summary>
/// <remarks>
/// A line is given its place when it is asked for, and stays until its data has come. Data goes to those who wait as it arrives, and into
/// the banks as they are free. Accesses to sectors on their way wait for them, writes as well, so that none overtakes the data it changes.
/// A miss that would replace a dirty line waits for room in the write-back buffer, where that is limited.
/// </remarks>
public sealed partial class TimedCache : Component, ICacheLevel, ICacheClient
{
    private readonly CacheConfig _config;
    private readonly Clock _clock;
    private readonly ICacheLevel _below;
    private readonly CacheTags _tags;
    private readonly CacheBanks _banks;
    private readonly MissRegisters _misses;
    private readonly Queue[] _queues;
    private readonly NumberPool<Request> _requests = new(64);
    private readonly NumberPool<Order> _orders = new(64);
    private readonly NumberPool<LineBack> _backs = new(16);
    private readonly Queue<Work> _works = new();
    private readonly int[] _standing;
    private int _standingCount;
    private CacheCounters _counters;

    /// <summary>An empty cache.</summary>
    /// <param name="simulation">Where it lives.</param>
    /// <param name="config">Its numbers.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="below">The next level; its lines are not shorter.</param>
    /// <param name="name">For reports.</param>
    /// <exception cref="ArgumentException">The numbers cannot describe a cache; the message has all problems.</exception>
    public TimedCache(Simulation simulation, CacheConfig config, Clock clock, ICacheLevel below, string name)
        : base(simulation, name)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(below);
        _config = config.Checked();
        if (below is TimedCache next && next.Config.LineBytes < config.LineBytes)
        {
            throw new ArgumentException($"{name}: lines of {config.LineBytes} bytes over a cache with lines of {next.Config.LineBytes}", nameof(below));
        }

        _clock = clock;
        _below = below;
        _tags = new CacheTags(config);
        _banks = new CacheBanks(config, clock, name);
        _misses = new MissRegisters(config.Mshrs, config.MergesPerMshr, (int)(config.SizeBytes / config.LineBytes));
        _queues = new Queue[config.Banks];
        Array.Fill(_queues, new Queue { First = -1, Last = -1 });
        _standing = new int[config.Banks];
    }

    private enum Step
    {
        Serve,
        Send,
        Done,
        Maintain,
        Maintained,
    }

    /// <summary>Its numbers.</summary>
    public CacheConfig Config => _config;

    /// <summary>What it did so far.</summary>
    public CacheCounters Counters => _counters;

    /// <summary>
    /// The time of each data bank: moving data and looking up (<see cref="Cause.CacheBandwidth"/>), kept for an access that waits for
    /// another bank (<see cref="Cause.CacheConflict"/>), before a miss that cannot be taken (<see cref="Cause.CacheMissLimit"/>), idle.
    /// </summary>
    public IReadOnlyList<Ledger> Banks => _banks.Ledgers;

    /// <summary>Lines that wait for data.</summary>
    public int Outstanding => _misses.InUse;

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _requests.InUse + _orders.InUse + _works.Count > 0;

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lines.Add($"{Name}: {_requests.InUse} accesses not answered, {_misses.InUse} lines on their way");
    }

    /// <inheritdoc/>
    public void Access(long address, int bytes, bool write, ICacheClient? client, int tag)
    {
        var span = CacheSpan.Of(_config, address, bytes);
        var bank = _banks.Of(address);
        var number = _requests.Take();
        _requests.Items[number] = new Request
        {
            Span = span,
            Address = address,
            Bytes = bytes,
            Write = write,
            Client = client,
            Tag = tag,
            Asked = Now,
            Limited = _banks.LimitedUntil(bank, Now),
            Next = -1,
        };
        ref var queue = ref _queues[bank];
        if (queue.First < 0)
        {
            queue.First = number;
            ServeLater(bank);
        }
        else
        {
            _requests.Items[queue.Last].Next = number;
        }

        queue.Last = number;
    }

    void ICacheClient.CacheDone(int tag, in CacheOutcome outcome)
    {
        var order = _orders.Items[tag];
        _orders.Return(tag);
        if (order.Back >= 0)
        {
            WrittenBack(order.Back);
        }
        else if (order.Fetch == 0)
        {
            EndBelow(order.Request, Now);
        }
        else
        {
            Filled(order);
        }
    }

    /// <summary>Closes the accounts of the banks at <paramref name="end"/> (fs).</summary>
    public void Settle(long end) => _banks.SettleAll(end);

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item)
    {
        var number = (int)item.Payload;
        switch ((Step)item.Tag)
        {
            case Step.Serve: Serve(number); break;
            case Step.Send: Send(number); break;
            case Step.Maintain: Maintain(); break;
            case Step.Maintained: MaintainedBack(); break;
            default: Answer(number); break;
        }
    }

    private void ServeLater(int bank) =>
        Simulation.Schedule(_clock.Edge(Math.Max(_clock.CycleAtOrAfter(Now), _banks.FreeAt(bank))), Phase.Arbitrate, this, (int)Step.Serve, bank);

    private void Serve(int bank)
    {
        ref var queue = ref _queues[bank];
        var cycle = _clock.CycleAtOrAfter(Now);
        if (_banks.FreeAt(bank) <= cycle)
        {
            // Once it was looked up, the access may stand in another list.
            var number = queue.First;
            var next = _requests.Items[number].Next;
            if (!TryLookUp(number, bank, cycle))
            {
                _banks.Block(bank, Now);
                _standing[_standingCount++] = bank;
                return;
            }

            queue.First = next;
        }

        if (queue.First >= 0)
        {
            ServeLater(bank);
        }
    }

    private void Send(int number)
    {
        var order = _orders.Items[number];
        var answered = order.Fetch != 0 || order.Request >= 0 || order.Back >= 0;
        if (!answered)
        {
            _orders.Return(number);
        }

        _below.Access(order.Address, order.Bytes, order.Fetch == 0, answered ? this : null, number);
    }

    /// <summary>Answers a request.</summary>
    private void Answer(int number)
    {
        var request = _requests.Items[number];
        _requests.Items[number].Client = null;
        _requests.Return(number);
        request.Client?.CacheDone(request.Tag, request.Outcome);
    }

    private struct Queue
    {
        public int First;
        public int Last;
    }

    private struct Request
    {
        public CacheSpan Span;
        public ICacheClient? Client;
        public long Address;
        public long Asked;

        /// <summary>Before the look-up: what the bank had stood before misses when the access came. After it: how long it did since.</summary>
        public long Limited;
        public long LookedUp;
        public long Sent;
        public ulong Needs;
        public CacheOutcome Outcome;
        public int Bytes;
        public int Tag;
        public int Next;
        public bool Write;
    }

    /// <summary>
    /// What is asked of the next level: sectors of the line at a place, a write of a request, or a part of a line that is written back, which has a
    /// place in the buffer where somebody waits for it.
    /// </summary>
    private struct Order
    {
        public long Address;
        public ulong Fetch;
        public int Bytes;
        public int Place;
        public int Request;
        public int Back;
    }

    /// <summary>A line on its way back: parts that the next level has not accepted, and whether the maintenance in front waits for it.</summary>
    private struct LineBack
    {
        public int Parts;
        public bool Maintained;
    }
}
