using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>A pipelined unit that takes the threads of a warp a few at a time.</summary>
public sealed record ExecutionUnitSpec : ICheckedRecord
{
    /// <summary>Threads taken in a cycle: of each sub-core or, where <see cref="SharedBySm"/>, of the one unit of the SM.</summary>
    [Bounds(1, 1024)]
    public required int Lanes { get; init; }

    /// <summary>
    /// From the issue of an instruction to the issue of one that uses its result, as a chain of them measures it: register reads and everything
    /// else included.
    /// </summary>
    [Bounds(1, 10_000)]
    public required Cycles Latency { get; init; }

    /// <summary>True where one unit serves all sub-cores, one warp at a time.</summary>
    public bool SharedBySm { get; init; }

    /// <summary>The unit whose issue port this one uses, so that they exclude each other; a port of its own where not given.</summary>
    public SimtUnit? Pipe { get; init; }

    /// <summary>Initiation interval: cycles that a warp of this width occupies the unit.</summary>
    public int Interval(int warpWidth) => (warpWidth + Lanes - 1) / Lanes;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (!int.IsPow2(Lanes))
        {
            report("lanes", "must be a power of two");
        }
    }
}
