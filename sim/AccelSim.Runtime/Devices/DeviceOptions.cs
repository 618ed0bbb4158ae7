using AccelSim.Engine;
using AccelSim.Graph;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>What a device does beside timing.</summary>
public sealed record DeviceOptions
{
    /// <summary>Receives a span per instruction and queue; null for no trace.</summary>
    public SpanRecorder? Trace { get; init; }

    /// <summary>True to simulate only some waves of kernels that have many, and to estimate the rest.</summary>
    public bool Sample { get; init; }

    /// <summary>The graph that the program was compiled from, for operators on the host of programs whose timing needs values; null where unknown.</summary>
    public ModelGraph? Graph { get; init; }

    /// <summary>The host's link, over which pages move that host and device share; null where there is no host.</summary>
    public PcieSpec? HostLink { get; init; }

    /// <summary>Seed of the inputs of such programs.</summary>
    public ulong Seed { get; init; } = 1;
}
