using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>CTAs that are placed together in one cluster of SMs and reach each other's shared memory (Hopper's thread block clusters).</summary>
public sealed record CtaClusterSpec
{
    /// <summary>Most CTAs that are placed together.</summary>
    [Bounds(2, 64)]
    public required int MaxCtas { get; init; }

    /// <summary>Load to use from the shared memory of another SM.</summary>
    public required Cycles RemoteLatency { get; init; }

    /// <summary>Most that an SM reads from the others in a cycle.</summary>
    public required BytesPerCycle Bandwidth { get; init; }
}
