using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>What a cluster can send and receive.</summary>
public sealed record ClusterPort : ICheckedRecord
{
    public required BytesPerCycle Read { get; init; }

    public required BytesPerCycle Write { get; init; }

    /// <summary>Limit on reading and writing together; absent where the directions are independent.</summary>
    public BytesPerCycle? Combined { get; init; }

    /// <summary>One way through the network, unloaded.</summary>
    public required Cycles Latency { get; init; }

    /// <summary>
    /// Younger packets of copy engines that may pass one that waits and could go, before it goes first whatever its priority; 16 where not given.
    /// </summary>
    [Bounds(0, 65536)]
    public int? StarvationBound { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Combined is { } both && (both < Read || both < Write))
        {
            report("combined", "must be at least each direction alone");
        }
    }
}
