using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Slots (see <see cref="DramCommandEdges"/>) for which a command holds its bus.</summary>
public sealed record DramCommandSlots
{
    [Bounds(1, 16)]
    public int Activate { get; init; } = 1;

    /// <summary>Precharges and refreshes.</summary>
    [Bounds(1, 16)]
    public int Precharge { get; init; } = 1;

    /// <summary>Column reads and writes.</summary>
    [Bounds(1, 16)]
    public int Column { get; init; } = 1;
}
