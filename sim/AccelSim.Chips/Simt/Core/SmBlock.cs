using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A block on an SM.</summary>
internal sealed class SmBlock
{
    public SimtBlock State { get; } = new();

    public SimtBlockBarriers Barriers { get; } = new();

    /// <summary>The kernel it belongs to; null where the place is free.</summary>
    public SimtKernelRun? Run { get; set; }

    /// <summary>What its warps do, where a trace says so.</summary>
    public SimtTracedBlock? Traced { get; set; }

    /// <summary>Places of its warps.</summary>
    public List<int> Warps { get; } = [];

    /// <summary>Cycle at which its warps began.</summary>
    public long Began { get; set; }

    /// <summary>Warps that have not ended.</summary>
    public int Left { get; set; }
}
