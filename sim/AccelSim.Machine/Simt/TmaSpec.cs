using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>The copy engine of an SM for tiles of tensors (Hopper's tensor memory accelerator).</summary>
public sealed record TmaSpec
{
    /// <summary>Added to the latency of a load from the same place, until a wait at the barrier ends: tile to requests, completion on the barrier.</summary>
    public required Cycles ExtraLatency { get; init; }

    /// <summary>Most that the engine of one SM asks for in a cycle.</summary>
    public required BytesPerCycle Bandwidth { get; init; }

    /// <summary>Lines that the engine of one SM has on their way at once.</summary>
    [Bounds(1, 65536)]
    public required int MaxOutstanding { get; init; }
}
