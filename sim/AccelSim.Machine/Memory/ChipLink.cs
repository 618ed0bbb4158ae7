using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Links to other chips.</summary>
public sealed record ChipLink
{
    [Bounds(1, 64)]
    public required int Ports { get; init; }

    /// <summary>Bytes per second of one port in each direction.</summary>
    public required Bandwidth PortBandwidth { get; init; }

    /// <summary>One hop.</summary>
    public required Duration Latency { get; init; }
}
