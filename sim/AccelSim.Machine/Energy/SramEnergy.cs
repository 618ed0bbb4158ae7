using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>SRAM whose energy follows from its size: a table of CACTI, brought to the chip's process by a factor.</summary>
public sealed record SramEnergy
{
    /// <summary>Process that the table was computed for.</summary>
    public required CactiProcess Table { get; init; }

    /// <summary>Energy of the chip's process as a part of the table's.</summary>
    [Bounds(1, 1_000_000)]
    public required Ratio Scale { get; init; }
}
