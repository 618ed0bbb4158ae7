using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// A core: decodes in order, one instruction after the other, into its queues. Decode runs ahead of the global clock as long as nothing
/// outside the core can matter: it stops at full queues, syncs, barriers, semaphores and the end of the task.
/// </summary>
internal sealed partial class MluCore : Component
{
    private const int RunAheadInstructions = 1 << 12;

    private readonly MluContext _context;
    private readonly MluQueue[] _queues;
    private readonly int[] _unitQueue;
    private readonly TransferEngine[] _engines;
    private readonly int[] _engineQueue;
    private readonly Scoreboard _scoreboard;
    private readonly ScalarSlices? _scalarSlices;
    private readonly int _decodeWidth;
    private readonly int _ioMask;
    private readonly int _moveMask;
    private readonly int _computeMask;
    private readonly DeviceLayout _device;
    private QueueEntry _entry;
    private int _entryQueue;
    private long _cycle;
    private int _slot;
    private long _operands;
    private int _node;
    private int _waitMask;
    private long _waitSince;
    private Cause _gap;
    private MluStep _pendingStep;

    public MluCore(MluContext context, MluCluster cluster, int core, IReadOnlyList<QueueSpec> queues, IReadOnlyDictionary<string, DmaEngineSpec> engines)
        : base(context.Simulation, core == MluTask.MemoryCoreId ? $"cluster {cluster.Number} memory core" : $"cluster {cluster.Number} core {core}")
    {
        _context = context;
        Cluster = cluster;
        Core = core;
        Ledger = new Ledger($"{Name} decode");
        _decodeWidth = context.Chip.Core.DecodeWidth;
        var described = new CoreQueues(queues, engines);
        _scoreboard = new Scoreboard(context.Scalar, described.Scalar.Depth);
        _queues = [.. described.Others.Select(queue => new MluQueue(this, queue.Name, queue.Depth))];
        _unitQueue = [-1, -1, described.Vector, described.Tensor, -1];
        var names = engines.Keys.Order(StringComparer.Ordinal).ToList();
        _engines = [.. names.Select(name => new TransferEngine(context, this, name, engines[name]))];
        _engineQueue = [.. names.Select(described.Feeding)];
        _ioMask = described.Mask(MluSyncMask.Io);
        _moveMask = described.Mask(MluSyncMask.Move);
        _computeMask = described.Mask(MluSyncMask.Compute);
        var number = (cluster.Number * context.Chip.CoresPerCluster) + (core == MluTask.MemoryCoreId ? 0 : core);
        _device = new DeviceLayout(MluMemoryMap.PrivateBase(context.Chip, number), context.Memory.Dram.Config.MinimumBurstBytes);
        if (context.Trace is { } trace)
        {
            _scalarSlices = new ScalarSlices(trace, context.Clock, $"{Name} {described.Scalar.Name}");
            foreach (var queue in _queues)
            {
                queue.Track = trace.Tracks[queue.Ledger.Unit];
            }
        }
    }

    /// <summary>What it counted.</summary>
    public MluCoreCounters Counters;

    public MluCluster Cluster { get; }

    /// <summary>Number in the cluster, 0x80 for the memory core.</summary>
    public int Core { get; }

    /// <summary>Account of the decode stage.</summary>
    public Ledger Ledger { get; }

    public IReadOnlyList<MluQueue> Queues => _queues;

    public MluCoreState State { get; } = new();

    public MluProgram Program { get; private set; } = null!;

    /// <summary>The union it works in; null without a task.</summary>
    public MluGang? Gang { get; private set; }

    public CoreWait WaitsFor { get; private set; } = CoreWait.Idle;

    /// <summary>When its last task ended, fs.</summary>
    public long LastEnd { get; private set; }

    /// <summary>The kernel that task belonged to.</summary>
    public MluKernelRun? LastRun { get; private set; }

    /// <summary>Critical-path node of that end.</summary>
    public int LastNode { get; private set; } = CriticalPath.Root;

    public override bool HasUnfinishedWork => WaitsFor != CoreWait.Idle;

    /// <summary>Starts a task at <paramref name="time"/> (fs).</summary>
    public void Start(MluGang gang, in MluTask task, long time, int node)
    {
        Gang = gang;
        Program = gang.Run.Request.Program;
        var values = _context.Values?.Memory(Cluster.Number, Core, gang.FirstCluster, Math.Max(1, gang.Clusters));
        var sizes = Core == MluTask.MemoryCoreId ? _context.Sizes with { Nram = 0, Wram = 0 } : _context.Sizes;
        State.Start(task, gang.Run.Request.Arguments, sizes, values);
        _cycle = _context.Clock.CycleAtOrAfter(time);
        _slot = 0;
        _node = node;
        _gap = Cause.Launch;
        _scoreboard.Reset(_cycle);
        Ledger.AdvanceIfLater(time, Cause.Launch);
        foreach (var queue in _queues)
        {
            queue.Reset(_cycle);
            queue.Ledger.AdvanceIfLater(time, Cause.Launch);
        }

        WaitsFor = CoreWait.CatchUp;
        _pendingStep = MluStep.Done;
        Simulation.Schedule(time, Phase.Execute, this, 0);
    }

    /// <summary>The barrier it waits at has opened at <paramref name="time"/> (fs).</summary>
    public void Release(long time, int node, Cause cause)
    {
        _node = node;
        Resume(_context.Clock.CycleAtOrAfter(time), cause);
        WaitsFor = CoreWait.CatchUp;
        _pendingStep = MluStep.Done;
        Simulation.Schedule(time, Phase.Execute, this, 0);
    }

    /// <summary>A transfer has begun or ended: goes on if that is what decode waited for.</summary>
    public void QueueProgressed()
    {
        switch (WaitsFor)
        {
            case CoreWait.QueueFull when _queues[_entryQueue].RoomCycle != MluQueue.Unknown:
                Resume(Math.Max(_cycle, _queues[_entryQueue].RoomCycle), Cause.QueueFull);
                if (!Put())
                {
                    return;
                }

                break;
            case CoreWait.Sync when Drained(_waitMask):
                AfterDrain(_waitMask, Cause.Sync);
                break;
            case CoreWait.Register when Drained(_waitMask):
                _scoreboard.Set(Program.Info[_entry.Operation.Pc].Writes, _queues[_entryQueue].FreeCycle);
                AfterDrain(_waitMask, Cause.RegisterHazard);
                break;
            case CoreWait.Drain when Drained(_waitMask):
                AfterDrain(_waitMask, Cause.Sync);
                if (!ActWhenDue())
                {
                    return;
                }

                break;
            default: return;
        }

        Decode();
    }

    /// <summary>The cluster of the union that an instruction names.</summary>
    public MluCluster ClusterOfUnion(int index, int pc)
    {
        if ((uint)index >= (uint)Math.Max(1, Gang!.Clusters))
        {
            throw new MluExecutionException(Program.Describe(pc), State.Task.ToString(), $"cluster {index} is not in the union of {Gang.Clusters}");
        }

        return Gang.ClusterAt(index);
    }

    public override void DescribeWait(ICollection<string> lines)
    {
        var at = Math.Max(0, State.Pc - 1);
        var what = WaitsFor switch
        {
            CoreWait.Barrier => $"the other cores at a barrier ({Gang!.DescribeBarrier(this)})",
            CoreWait.Semaphore => $"semaphore {_entry.Operation.Values[0]} of its cluster to be released",
            CoreWait.QueueFull => $"room in its {_queues[_entryQueue].Name} queue",
            CoreWait.CatchUp => "the clock",
            _ => $"its queues {string.Join(", ", _queues.Where(queue => queue.Pending > 0).Select(queue => queue.Name))} to drain",
        };
        lines.Add($"{Name}: {State.Task} at {Program.Describe(at)} waits for {what}");
    }

    protected override void Handle(in SimEvent item)
    {
        WaitsFor = CoreWait.None;
        if (_pendingStep == MluStep.Done || Act())
        {
            Decode();
        }
    }

    private void Resume(long cycle, Cause cause)
    {
        WaitsFor = CoreWait.None;
        if (cycle > _cycle)
        {
            Ledger.AdvanceIfLater(_waitSince, Cause.Scalar);
            _cycle = cycle;
            _slot = 0;
            Ledger.AdvanceIfLater(_context.Clock.Edge(cycle), cause);
            _gap = cause;
        }
    }

    private void Block(CoreWait wait)
    {
        WaitsFor = wait;
        _waitSince = _context.Clock.Edge(_cycle);
    }

    private bool Drained(int mask)
    {
        for (var i = 0; i < _queues.Length; i++)
        {
            if ((mask >> i & 1) != 0 && _queues[i].Pending > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void AfterDrain(int mask, Cause cause)
    {
        var cycle = _cycle;
        _waitSince = _context.Clock.Edge(_cycle);
        for (var i = 0; i < _queues.Length; i++)
        {
            if ((mask >> i & 1) != 0 && _queues[i].FreeCycle > cycle)
            {
                cycle = _queues[i].FreeCycle;
                _node = _context.Later(_node, _queues[i].FreeNode);
            }
        }

        Resume(cycle, cause);
    }
}
