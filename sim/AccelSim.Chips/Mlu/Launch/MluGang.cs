using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// The cores that run one UNION of tasks (or the single core of a BLOCK task): allocated together, released together, and the scope of
/// barriers.
/// </summary>
internal sealed class MluGang
{
    private readonly MluContext _context;
    private readonly MluScheduler _scheduler;
    private readonly MluCluster[] _clusters;
    private readonly MluBarrier[] _byCluster;
    private readonly MluBarrier _computeCores;
    private readonly MluBarrier _memoryCores;
    private readonly MluBarrier _everyone;
    private readonly List<MluCore> _cores;
    private int _running;

    public MluGang(MluContext context, MluScheduler scheduler, MluKernelRun run, MluCluster[] clusters, List<MluCore> cores, int unionClusters)
    {
        _context = context;
        _scheduler = scheduler;
        _clusters = clusters;
        _cores = cores;
        _running = cores.Count;
        Run = run;
        Clusters = unionClusters;
        var chip = context.Chip;
        var near = context.Clock.Edge(chip.Sram?.Latency.Count ?? 1);
        var far = 2 * context.Network.Latency;
        _byCluster = [.. clusters.Select(cluster => new MluBarrier(cores.Count(core => core.Cluster == cluster), near, "of its cluster"))];
        _computeCores = new MluBarrier(cores.Count(core => core.Core != MluTask.MemoryCoreId), far, "among compute cores");
        _memoryCores = new MluBarrier(cores.Count(core => core.Core == MluTask.MemoryCoreId), far, "among memory cores");
        _everyone = new MluBarrier(cores.Count, far, "of the union");
    }

    public MluKernelRun Run { get; }

    /// <summary>Clusters of the union; 0 for BLOCK.</summary>
    public int Clusters { get; }

    public int FirstCluster => _clusters[0].Number;

    /// <summary>The n of UNIONn, in clusters of the chip.</summary>
    public IReadOnlyList<MluCluster> Members => _clusters;

    public IReadOnlyList<MluCore> Cores => _cores;

    public MluCluster ClusterAt(int index) => _clusters[index];

    /// <summary>A core has arrived, its queues drained, at <paramref name="time"/> (fs).</summary>
    public void Arrive(MluCore core, MluBarrierScope scope, long time, int node)
    {
        var barrier = scope switch
        {
            MluBarrierScope.Cluster => _byCluster[Array.IndexOf(_clusters, core.Cluster)],
            MluBarrierScope.Ipu => _computeCores,
            MluBarrierScope.Mpu => _memoryCores,
            _ => _everyone,
        };
        barrier.Node = barrier.Waiting.Count == 0 ? node : _context.Later(barrier.Node, node);
        barrier.Waiting.Add(core);
        if (barrier.Waiting.Count < barrier.Participants)
        {
            return;
        }

        // A barrier alone costs nothing; otherwise the news has to travel.
        var open = barrier.Participants <= 1 ? time : time + barrier.Latency;
        var release = _context.Node(barrier.Node, open, Cause.Barrier);
        foreach (var waiting in barrier.Waiting)
        {
            waiting.Release(open, release, Cause.Barrier);
        }

        barrier.Waiting.Clear();
    }

    /// <summary>For deadlock reports: which barrier a core waits at and who is missing.</summary>
    public string DescribeBarrier(MluCore core)
    {
        foreach (var barrier in (MluBarrier[])[.. _byCluster, _computeCores, _memoryCores, _everyone])
        {
            if (barrier.Waiting.Contains(core))
            {
                return $"{barrier.Name}: {barrier.Waiting.Count} of {barrier.Participants} have arrived";
            }
        }

        return "unknown";
    }

    /// <summary>A core's task has ended at <paramref name="time"/> (fs).</summary>
    public void TaskEnded(MluCore core, long time, int node)
    {
        Run.LastTaskEnd = Math.Max(Run.LastTaskEnd, time);
        Run.LastNode = _context.Later(Run.LastNode, node);
        if (--_running == 0)
        {
            _scheduler.GangEnded(this, time);
        }
    }
}
