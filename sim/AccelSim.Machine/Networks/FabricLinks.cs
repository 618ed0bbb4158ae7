using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>The wires of an on-chip network.</summary>
public sealed record FabricLinks
{
    /// <summary>One flit: what a link carries per cycle.</summary>
    public required BytesPerCycle FlitWidth { get; init; }

    /// <summary>Router to router, and of a credit on its way back.</summary>
    [Bounds(1, 64)]
    public required Cycles Latency { get; init; }

    /// <summary>Node to router and router to node.</summary>
    [Bounds(1, 64)]
    public required Cycles EndpointLatency { get; init; }
}
