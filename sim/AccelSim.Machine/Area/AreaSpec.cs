namespace AccelSim.Machine;

/// <summary>What the parts of a chip take of its die: estimates, each multiplied by how many of the part there are.</summary>
public sealed record AreaSpec
{
    /// <summary>A MiB of on-chip memory of any kind, its periphery included.</summary>
    public required Area SramPerMebibyte { get; init; }

    /// <summary>The array of multipliers of one core.</summary>
    public required Area MatrixUnit { get; init; }

    /// <summary>Vector lanes, scalar unit, decode and copy engines of one core.</summary>
    public required Area Core { get; init; }

    /// <summary>Controller and PHY of one DRAM channel.</summary>
    public required Area DramChannel { get; init; }

    /// <summary>The share of the on-chip network of one port.</summary>
    public required Area NetworkPort { get; init; }

    /// <summary>Everything else on all dies: PCIe, links to other chips and dies, management, video.</summary>
    public required Area Other { get; init; }
}
