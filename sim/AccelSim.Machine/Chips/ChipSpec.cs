using System.Collections.Immutable;
using AccelSim.Machine.Mlu;
using AccelSim.Machine.Simt;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>
/// A chip as its file describes it: what every family has. A family is one record derived from this; the variants listed
/// here are the only place where a family's name meets its record.
/// </summary>
[Variant("family", "mlu", typeof(MluChip))]
[Variant("family", "simt", typeof(SimtChip))]
public abstract record ChipSpec
{
    /// <summary>Product name, for example <c>MLU370-X4</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people; may be absent.</summary>
    public string Description { get; init; } = "";

    /// <summary>Architecture level that programs are compiled for, for example <c>mtp_372</c>.</summary>
    public required string Isa { get; init; }

    /// <summary>Features of the instruction set beyond its base, by name; a program image lists those it needs.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Core clock: the cycles that reports speak of.</summary>
    public required Frequency Clock { get; init; }

    /// <summary>Device memory.</summary>
    public required DramSpec Dram { get; init; }

    /// <summary>What its parts take of the die; absent where area is not estimated.</summary>
    [Untimed]
    public AreaSpec? Area { get; init; }

    /// <summary>Name of the family, as in files.</summary>
    public abstract string Family { get; }

    /// <summary>What the chip could do at most.</summary>
    public abstract ChipPeaks Peaks { get; }

    /// <summary>Everything it can spend energy on; null where its file has no section <c>energy</c>.</summary>
    public abstract EnergyTable? EnergyTable { get; }

    /// <summary>Its estimated silicon; null without <see cref="Area"/>.</summary>
    public abstract AreaEstimate? AreaEstimate { get; }

    /// <summary>Memories between the arithmetic and device memory that all cores, or those of a cluster, share; those nearest to device memory first.</summary>
    public virtual ImmutableArray<MemoryPeak> SharedMemories => [];
}
