using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>When a page moves to the device.</summary>
public sealed record MigrationSpec
{
    /// <summary>Requests that are served from host memory, over the host link, before one moves the page; 0 for the first touch.</summary>
    [Bounds(0, 1_000_000_000)]
    public required int Threshold { get; init; }
}
