using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>
/// A streaming multiprocessor: sub-cores that each issue an instruction of one of their warps in a cycle, and the load-store unit, shared memory and
/// L1 cache they share. It runs by itself for as many cycles as nothing from outside can reach it (<see cref="SimtContext.Lookahead"/>), and skips
/// cycles in which no warp can issue.
/// </summary>
/// <remarks>
/// A warp whose next instruction waits for results of known time sleeps until then; one that waits for memory, a barrier or room sleeps until told.
/// Instructions are fetched without delay; a branch costs its latency. The unit's queue, the ports and the data path are reserved when an
/// instruction issues.
/// </remarks>
internal sealed partial class SmCore : Component
{
    private const long Never = long.MaxValue;
    private const int RegisterStride = 256;
    private const int PredicateStride = 8;

    private readonly SimtContext _context;
    private readonly SmSpec _sm;
    private readonly int _number;
    private readonly Clock _clock;
    private readonly SimtMemorySystem _memory;
    private readonly SimtInterpreter _interpreter = new();
    private readonly SimtAccess _access = new();

    private readonly WarpFront[] _warps;
    private readonly ExecutedWarp[] _executed;
    private readonly TracedWarp?[] _traced;
    private readonly Queue<SimtTracedBlock> _coming = [];
    private readonly SimtIssue[][] _code;
    private readonly int[] _block;
    private readonly int[] _generation;
    private readonly long[] _ready;
    private readonly StallReason[] _reason;
    private readonly byte[] _gate;
    private readonly long[] _issued;
    private readonly long[] _registerReady;
    private readonly StallReason[] _registerReason;
    private readonly long[] _predicateReady;
    private readonly int[] _waitsAt;

    private readonly SubCore[] _subCores;
    private readonly long[] _sharedPorts = new long[SimtCode.SharedPorts];
    private BinaryHeap<SmArrival> _arrivals = new(64);
    private long _arrivalOrder;
    private long _cycle;
    private int _residentWarps;
    private long _residentSince;
    private SmCounters _counters;
    private StallCounts _stalls;

    public SmCore(SimtContext context, SimtMemorySystem memory, int number)
        : base(context.Simulation, FormattableString.Invariant($"SM {number}"))
    {
        _context = context;
        _memory = memory;
        _number = number;
        _clock = context.Clock;
        _sm = context.Chip.Sm;
        var warps = _sm.MaxWarps;
        _executed = [.. Enumerable.Range(0, warps).Select(_ => new ExecutedWarp(_interpreter))];
        _traced = new TracedWarp?[warps];
        _warps = [.. _executed];
        _code = new SimtIssue[warps][];
        _block = new int[warps];
        _generation = new int[warps];
        _ready = new long[warps];
        _reason = new StallReason[warps];
        _gate = new byte[warps];
        _issued = new long[warps];
        _registerReady = new long[warps * RegisterStride];
        _registerReason = new StallReason[warps * RegisterStride];
        _predicateReady = new long[warps * PredicateStride];
        _waitsAt = new int[warps];
        _parity = new int[warps];
        _warpNumber = new int[warps];
        _productsAwaited = new int[warps];
        _productsUntil = new long[warps];
        _fromDram = new bool[warps];
        _copyGroups = new int[warps * CopyGroups];
        _copyOpen = new long[warps];
        _copyDone = new long[warps];
        _copyLimit = new long[warps];
        _subCores = [.. Enumerable.Range(0, _sm.SubCores).Select(_ => new SubCore(_sm))];
        _accounts = new KernelAccount?[warps];
        _slotsBefore = [.. Enumerable.Range(0, _sm.SubCores).Select(_ => new IssueSlots())];
        _blocks = [.. Enumerable.Range(0, _sm.MaxCtas).Select(_ => new SmBlock())];
        _coalescer = new Coalescer((int)_sm.L1.Line.Bytes, (int)_sm.L1.Sector.Bytes);
        _passes = new SharedPasses(_sm.SharedMemory.Banks, (int)_sm.SharedMemory.BankWidth.Bytes);
        _sectorBytes = (int)_sm.L1.Sector.Bytes;
        _bufferBytes = context.Chip.Interconnect.Buffer.Bytes;

        // A single size of shared memory: the two are apart (SharedMemorySpec.Unified).
        _sharedArray = _sm.SharedMemory.Options.Length > 1;
        _tags = new SectorTags(_sm.L1.Sets, 1);
        _waiting = new LineRequests(_sm.L1.Sets);
    }

    /// <summary>Told when blocks end.</summary>
    public CtaDispatcher Dispatcher { get; set; } = null!;

    /// <summary>What it counted so far.</summary>
    public SmCounters Counters
    {
        get
        {
            var counters = _counters;
            var since = _residentWarps == 0 ? 0 : Math.Max(0, _cycle - _residentSince);
            counters.WarpCycles += _residentWarps * since;
            counters.ActiveCycles += since;
            return counters;
        }
    }

    /// <summary>Warp cycles by reason so far.</summary>
    public StallCounts Stalls => _stalls;

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _residentWarps > 0;

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        for (var slot = 0; slot < _warps.Length; slot++)
        {
            if (_block[slot] >= 0 && _code[slot] is not null && lines.Count < 64)
            {
                var barrier = _waitsAt[slot] < 0 ? "" : _waitsAt[slot] < SharedBarriers
                    ? FormattableString.Invariant($" at barrier {_waitsAt[slot]} of the block")
                    : $" at {_blocks[_block[slot]].State.Mbarriers.Describe(_waitsAt[slot] - SharedBarriers)}";
                lines.Add($"{Name}: {_warps[slot].Describe()} waits{barrier} ({_reason[slot]}) before {_warps[slot].Describe(_warps[slot].Pc)}");
            }
        }
    }

    /// <summary>The account of a sub-core's issue slots, in cycles; slots without resident warps are in none.</summary>
    public IssueSlots SlotsOf(int subCore) => _subCores[subCore].Slots;

    /// <summary>Number of sub-cores.</summary>
    public int SubCores => _subCores.Length;

    /// <summary>Enters what blocks would have done here that were left out.</summary>
    public void Enter(SkippedAccounts left)
    {
        var instructions = 0L;
        for (var subCore = 0; subCore < _subCores.Length; subCore++)
        {
            var slots = left.Slots(_number, subCore);
            _subCores[subCore].Slots.Enter(slots, left.Cycles);
            instructions += slots.Issued.Sum();
        }

        var counters = left.Counters(_number, instructions);
        _counters.Add(counters);
        _activity.Add(left.Activity(_number));
        _stalls.Add(left.Stalls(_number, counters));
    }

    /// <summary>Data arrive at <paramref name="time"/> (fs).</summary>
    public void Answer(long time, int token, byte sectors, bool fromDram) =>
        Arrive(new SmArrival(_clock.CycleAtOrAfter(time), _arrivalOrder++, token, sectors, fromDram, null, 0), time);

    /// <summary>A block's warps may issue from <paramref name="time"/> (fs) on.</summary>
    public void Begin(long time, SimtKernelRun run, long block)
    {
        if (run.Traced is { } traced)
        {
            // Blocks arrive in the order in which they are placed.
            _coming.Enqueue(traced.Read(run.Code));
        }

        Arrive(new SmArrival(_clock.CycleAtOrAfter(time), _arrivalOrder++, 0, 0, false, run, block), time);
    }

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item) => throw new InvalidOperationException($"{Name}: no such event");

    /// <inheritdoc/>
    protected override void Wake()
    {
        var cycle = Math.Max(_cycle, _clock.CycleAtOrAfter(Now));
        var horizon = _clock.CycleAtOrAfter(Now) + _context.Lookahead;
        while (cycle < horizon)
        {
            while (_arrivals.Count > 0 && _arrivals.Min.Cycle <= cycle)
            {
                Take(_arrivals.Pop(), cycle);
            }

            if (_bulkNext <= cycle)
            {
                SendBulk(cycle);
            }

            var next = Math.Min(_bulkNext, _arrivals.Count > 0 ? _arrivals.Min.Cycle : Never);
            for (var i = 0; i < _subCores.Length; i++)
            {
                if (_subCores[i].Next <= cycle)
                {
                    TryIssue(_subCores[i], cycle);
                }
            }

            // What one issues, such as the last arrival at a barrier, may let another go, or the copy engine.
            next = Math.Min(next, _bulkNext);
            foreach (var subCore in _subCores)
            {
                next = Math.Min(next, subCore.Next);
            }

            if (next == Never)
            {
                _cycle = cycle + 1;
                return;
            }

            cycle = Math.Max(cycle + 1, next);
        }

        _cycle = cycle;
        WakeAt(_clock.Edge(cycle));
    }

    private void Arrive(in SmArrival arrival, long time)
    {
        _arrivals.Push(arrival);
        WakeAt(_clock.EdgeAtOrAfter(time));
    }

    private void Take(in SmArrival arrival, long cycle)
    {
        if (arrival.Run is { } run)
        {
            StartBlock(run, arrival.Block, cycle);
        }
        else
        {
            DataArrived(arrival, cycle);
        }
    }
}
