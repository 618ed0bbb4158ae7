using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A block on an SM.</summary>
internal sealed class SmBlock
{
    /// <summary>Products of a warp group that may be on their way; a warp that comes to more waits. How many the hardware keeps is not public.</summary>
    public const int Products = 64;

    public SimtBlock State { get; } = new();

    public SimtBlockBarriers Barriers { get; } = new();

    /// <summary>The kernel it belongs to; null where the place is free.</summary>
    public SimtKernelRun? Run { get; set; }

    /// <summary>What its warps do, where a trace says so.</summary>
    public SimtTracedBlock? Traced { get; set; }

    /// <summary>Places of its warps.</summary>
    public List<int> Warps { get; } = [];

    /// <summary>Of each warp group, products that have started.</summary>
    public long[] Started { get; private set; } = [];

    /// <summary>Of each warp group, cycles at which its latest products are complete: that of product i at i modulo <see cref="Products"/>.</summary>
    public long[] Complete { get; private set; } = [];

    /// <summary>Copies by the copy engine that are not complete.</summary>
    public int Copies { get; set; }

    /// <summary>Cycle at which its warps began.</summary>
    public long Began { get; set; }

    /// <summary>Warps that have not ended.</summary>
    public int Left { get; set; }

    /// <summary>Begins with no products in any warp group.</summary>
    public void StartGroups(int warps)
    {
        var groups = (warps + SimtWarpGroups.Warps - 1) / SimtWarpGroups.Warps;
        if (Started.Length < groups)
        {
            (Started, Complete) = (new long[groups], new long[groups * Products]);
        }

        Array.Clear(Started);
    }
}
