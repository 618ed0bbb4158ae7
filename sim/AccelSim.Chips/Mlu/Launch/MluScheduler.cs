using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// Places tasks on cores: kernels of one queue one after the other; a BLOCK task on any free core, a UNIONn on n neighbouring clusters
/// that are free together; nothing is taken away from a task once it runs. Unions are taken along x, then y, then z. [BANG C guide]
/// </summary>
internal sealed class MluScheduler : Component, ICacheClient
{
    private const int Arrived = 0;
    private const int Ready = 1;
    private const int Placed = 2;
    private const int Drained = 3;
    private const int TasksEnded = 4;

    private readonly MluContext _context;
    private readonly MluCluster[] _clusters;
    private readonly bool[] _held;
    private readonly List<MluKernelRun> _runs = [];
    private readonly SortedDictionary<int, Queue<MluKernelRun>> _queues = [];
    private readonly HashSet<string> _launched = new(StringComparer.Ordinal);
    private bool _placing;

    public MluScheduler(MluContext context, MluCluster[] clusters)
        : base(context.Simulation, "scheduler")
    {
        _context = context;
        _clusters = clusters;
        _held = new bool[clusters.Length];
    }

    /// <summary>All kernels in order of submission.</summary>
    public IReadOnlyList<MluKernelRun> Runs => _runs;

    public override bool HasUnfinishedWork => _queues.Values.Any(queue => queue.Count > 0);

    public MluKernelRun Submit(MluLaunchRequest request, long time)
    {
        MluLaunchRules.Check(request, _context.Chip);
        var run = new MluKernelRun(request, _runs.Count, time);
        _runs.Add(run);
        Simulation.Schedule(time, Phase.Schedule, this, Arrived, run.Number);
        return run;
    }

    /// <summary>All tasks of a gang have ended: its cores are free.</summary>
    public void GangEnded(MluGang gang, long time)
    {
        var run = gang.Run;
        run.RunningGangs--;
        if (gang.Clusters > 0)
        {
            foreach (var cluster in gang.Members)
            {
                _held[cluster.Number] = false;
            }
        }

        if (run.NextTask == run.Request.Tasks && run.RunningGangs == 0)
        {
            var clears = _context.Memory.KernelsEndHere;
            Simulation.Schedule(clears ? run.LastTaskEnd : DrainedAt(run), Phase.Schedule, this, clears ? TasksEnded : Drained, run.Number);
        }

        PlaceAt(time);
    }

    /// <summary>The cache was cleared at the end of a kernel.</summary>
    void ICacheClient.CacheDone(int tag, in CacheOutcome outcome) =>
        Simulation.Schedule(Math.Max(Now, DrainedAt(_runs[tag])), Phase.Schedule, this, Drained, tag);

    public override void DescribeWait(ICollection<string> lines)
    {
        foreach (var queue in _queues.Values.Where(queue => queue.Count > 0))
        {
            var run = queue.Peek();
            lines.Add($"queue {run.Request.Queue}: kernel {run.Request.Name} has {run.RunningGangs} unions running and {run.Request.Tasks - run.NextTask} tasks to place");
        }
    }

    protected override void Handle(in SimEvent item)
    {
        switch (item.Tag)
        {
            case Arrived: Enqueue(_runs[(int)item.Payload]); break;
            case Ready: _runs[(int)item.Payload].Ready = true; Place(); break;
            case TasksEnded: _context.Memory.EndKernel(this, (int)item.Payload); break;
            case Drained: Complete(_runs[(int)item.Payload]); break;
            default: _placing = false; Place(); break;
        }
    }

    private long DrainedAt(MluKernelRun run) => run.LastTaskEnd + _context.Chip.Launch.KernelDrain.Femtoseconds;

    private void Enqueue(MluKernelRun run)
    {
        if (!_queues.TryGetValue(run.Request.Queue, out var queue))
        {
            _queues.Add(run.Request.Queue, queue = new Queue<MluKernelRun>());
        }

        queue.Enqueue(run);
        if (queue.Count == 1)
        {
            Begin(run);
        }
    }

    private void Begin(MluKernelRun run)
    {
        if (_queues.Values.Sum(queue => queue.Count) == 1)
        {
            _context.Memory.Quiesce();
            foreach (var cluster in _clusters)
            {
                cluster.Arbitrated?.Restart();
            }
        }

        var launch = _context.Chip.Launch;
        var first = _launched.Add(run.Request.Name);
        run.Start = Now;
        var ready = Now + launch.KernelStart.Femtoseconds + (first && _context.Options.Cold ? launch.ColdLaunch.Femtoseconds : 0);
        run.ReadyAt = ready;
        run.ReadyNode = _context.Node(CriticalPath.Root, ready, Cause.Launch);
        run.LastNode = run.ReadyNode;
        Simulation.Schedule(ready, Phase.Schedule, this, Ready, run.Number);
    }

    private void PlaceAt(long time)
    {
        if (!_placing)
        {
            _placing = true;
            Simulation.Schedule(time, Phase.Schedule, this, Placed);
        }
    }

    private void Place()
    {
        foreach (var queue in _queues.Values)
        {
            if (queue.TryPeek(out var run) && run.Ready)
            {
                while (run.NextTask < run.Request.Tasks && TryPlace(run))
                {
                }
            }
        }
    }

    private bool TryPlace(MluKernelRun run) =>
        run.Request.Allocation.IsBlock ? TryPlaceBlock(run) : TryPlaceUnion(run, run.Request.Allocation.Clusters);

    private bool TryPlaceBlock(MluKernelRun run)
    {
        // Over the clusters first, so that few tasks share few ports.
        for (var core = 0; core < _context.Chip.CoresPerCluster; core++)
        {
            foreach (var cluster in _clusters)
            {
                var candidate = cluster.Cores[core];
                if (!_held[cluster.Number] && candidate.WaitsFor == CoreWait.Idle)
                {
                    StartGang(run, [cluster], [candidate], 0);
                    return true;
                }
            }
        }

        return false;
    }

    private bool TryPlaceUnion(MluKernelRun run, int size)
    {
        for (var first = 0; first + size <= _clusters.Length; first += size)
        {
            var members = _clusters[first..(first + size)];
            if (members.All(cluster => !_held[cluster.Number] && cluster.Cores.TrueForAll(core => core.WaitsFor == CoreWait.Idle)))
            {
                var withMemoryCore = run.Request.Program.Kernel.UsesMemoryCore;
                var cores = members.SelectMany(cluster => cluster.Cores.Where(core => withMemoryCore || core.Core != MluTask.MemoryCoreId)).ToList();
                StartGang(run, members, cores, size);
                return true;
            }
        }

        return false;
    }

    private void StartGang(MluKernelRun run, MluCluster[] clusters, List<MluCore> cores, int union)
    {
        var launch = _context.Chip.Launch;
        var time = Now + _context.Clock.Edge(launch.PerTask.Count + (union > 0 ? launch.UnionAllocation.Count : 0));
        run.FirstTask = run.FirstTask < 0 ? time : run.FirstTask;
        var gang = new MluGang(_context, this, run, clusters, cores, union);
        run.RunningGangs++;
        var node = union > 0 ? HoldUnion(run, gang) : ReadyNode(run, cores);
        node = _context.Node(node, Now, union > 0 ? Cause.UnionFragmentation : Cause.Imbalance);
        node = _context.Node(node, time, Cause.Launch);
        var first = run.NextTask;
        foreach (var core in cores)
        {
            SettleIdle(core, run, union > 0);
            var memoryCore = core.Core == MluTask.MemoryCoreId;
            var index = union == 0 ? first
                : first + ((long)Array.IndexOf(clusters, core.Cluster) * _context.Chip.CoresPerCluster) + (memoryCore ? 0 : core.Core);
            core.Start(gang, Task(run.Request, index, union == 0 ? 0 : Array.IndexOf(clusters, core.Cluster), union, core), time, node);
        }

        run.NextTask += union == 0 ? 1 : (long)union * _context.Chip.CoresPerCluster;
    }

    private int HoldUnion(MluKernelRun run, MluGang gang)
    {
        foreach (var cluster in gang.Members)
        {
            _held[cluster.Number] = true;
            Array.Clear(cluster.Semaphores);
        }

        return ReadyNode(run, gang.Cores);
    }

    /// <summary>What released the cores: the launch, or the tasks of the same kernel that ran there before.</summary>
    private int ReadyNode(MluKernelRun run, IReadOnlyList<MluCore> cores)
    {
        var node = run.ReadyNode;
        foreach (var core in cores)
        {
            node = core.LastRun == run ? _context.Later(node, core.LastNode) : node;
        }

        return node;
    }

    private void SettleIdle(MluCore core, MluKernelRun run, bool union)
    {
        foreach (var ledger in core.Queues.Select(queue => queue.Ledger).Append(core.Ledger))
        {
            ledger.AdvanceIfLater(run.Start, Cause.Idle);
            ledger.AdvanceIfLater(run.ReadyAt, Cause.Launch);
            ledger.AdvanceIfLater(Now, union ? Cause.UnionFragmentation : Cause.Imbalance);
        }
    }

    private MluTask Task(MluLaunchRequest request, long index, int cluster, int union, MluCore core)
    {
        var x = index % request.DimX;
        var y = index / request.DimX % request.DimY;
        var z = index / request.DimX / request.DimY;
        return new MluTask(
            (int)x, (int)y, (int)z, request.DimX, request.DimY, request.DimZ, cluster, union, core.Core, _context.Chip.CoresPerCluster);
    }

    private void Complete(MluKernelRun run)
    {
        run.End = Now;
        run.Completed = true;
        if (_context.Path is { } path)
        {
            path.Attribute(path.Add(run.LastNode, Now, Cause.Drain), run.Start, run.CauseTimes);
        }

        foreach (var core in _clusters.SelectMany(cluster => cluster.Cores).Where(core => core.WaitsFor == CoreWait.Idle))
        {
            foreach (var ledger in core.Queues.Select(queue => queue.Ledger).Append(core.Ledger))
            {
                ledger.AdvanceIfLater(run.LastTaskEnd, core.LastRun == run ? Cause.Imbalance : Cause.Idle);
                ledger.AdvanceIfLater(Now, Cause.Drain);
            }
        }

        var queue = _queues[run.Request.Queue];
        queue.Dequeue();
        if (!HasUnfinishedWork)
        {
            _context.Path?.Reset();
        }

        if (queue.TryPeek(out var next))
        {
            Begin(next);
        }

        run.WhenCompleted?.Invoke(run);
        Place();
    }
}
