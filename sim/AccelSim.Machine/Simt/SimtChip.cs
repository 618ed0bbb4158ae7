using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>
/// A chip of the <c>simt</c> family: streaming multiprocessors that execute warps of threads in step, a crossbar, a shared L2 cache, device memory.
/// Cycles are of <see cref="ChipSpec.Clock"/>, the clock of the SMs, where a part says nothing else.
/// </summary>
public sealed record SimtChip : ChipSpec, ICheckedRecord
{
    /// <summary>Range of <see cref="ChipSpec.Clock"/>; absent where it is fixed or not known.</summary>
    [Untimed]
    public DvfsRange? Dvfs { get; init; }

    [Bounds(1, 1024)]
    public required int Sms { get; init; }

    /// <summary>SMs of a full cluster (GPC, shader engine); chips sold have some clusters that are not full.</summary>
    [Bounds(1, 1024)]
    public required int SmsPerCluster { get; init; }

    /// <summary>SMs that share a port of the crossbar (TPC).</summary>
    [Bounds(1, 64)]
    public required int SmsPerTpc { get; init; }

    /// <summary>The streaming multiprocessor.</summary>
    public required SmSpec Sm { get; init; }

    public required CrossbarSpec Interconnect { get; init; }

    public required L2Spec L2 { get; init; }

    public required SimtLaunchSpec Launch { get; init; }

    /// <summary>Links to other chips; absent where there are none.</summary>
    public ChipLink? Link { get; init; }

    /// <summary>What its events cost; absent where energy is not modelled.</summary>
    [Untimed]
    public SimtEnergySpec? Energy { get; init; }

    /// <inheritdoc/>
    public override string Family => "simt";

    /// <inheritdoc/>
    public override ChipPeaks Peaks => SimtPeaks.Of(this);

    /// <inheritdoc/>
    public override EnergyTable? EnergyTable => SimtEnergy.TableOf(this);

    /// <inheritdoc/>
    public override AreaEstimate? AreaEstimate => SimtArea.Of(this);

    /// <inheritdoc/>
    public override ImmutableArray<MemoryPeak> SharedMemories =>
        [new("L2", "l2", new Bandwidth(L2.SliceBandwidth.Bytes * L2.Slices * L2Clock.Hertz)), new("L1", "l1", new Bandwidth(Sm.L1.Bandwidth.Bytes * Sms * Clock.Hertz))];

    /// <summary>Clusters that the SMs need; their TPCs are dealt out in turn, so that some clusters have one more than others (<see cref="ClusterOf"/>).</summary>
    public int Clusters => (Sms + SmsPerCluster - 1) / SmsPerCluster;

    /// <summary>Clock of the crossbar.</summary>
    public Frequency InterconnectClock => Interconnect.Clock ?? Clock;

    /// <summary>Clock of the L2.</summary>
    public Frequency L2Clock => L2.Clock ?? Clock;

    /// <summary>
    /// Cycles of the SM that a hit spends in the slice of its own partition: the measured <see cref="L2Spec.Latency"/> less the share of the SM, which
    /// is the latency of its L1 cache, and the crossbar both ways.
    /// </summary>
    public long L2SliceLatency => L2.Latency.Count - Sm.L1.Latency.Count - (2 * Interconnect.Latency.Count);

    /// <summary>Cluster of an SM: SMs of a TPC are in one cluster, TPCs in turn in all of them.</summary>
    public int ClusterOf(int sm) => sm / SmsPerTpc % Clusters;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Dvfs is { } range && (Clock < range.Minimum || Clock > range.Maximum))
        {
            report("clock", $"is outside the dvfs range {range.Minimum} to {range.Maximum}");
        }

        if (Sms % SmsPerTpc != 0)
        {
            report("smsPerTpc", FormattableString.Invariant($"does not divide the {Sms} SMs evenly"));
        }

        if (SmsPerCluster % SmsPerTpc != 0)
        {
            report("smsPerCluster", FormattableString.Invariant($"is not a whole number of TPCs of {SmsPerTpc} SMs"));
        }

        if (L2SliceLatency < 1)
        {
            report("l2.latency", $"leaves nothing for the slice after the {Sm.L1.Latency} of the SM and the crossbar twice ({Interconnect.Latency})");
        }

        if (L2.Sector.Bytes % Dram.MinimumBurst.Bytes != 0)
        {
            report("l2.sector", $"is not a whole number of the {Dram.MinimumBurst} that device memory gives at least");
        }

        if (L2.Line.Bytes % Sm.L1.Line.Bytes != 0)
        {
            report("l2.line", $"is not a whole number of lines of the L1 of {Sm.L1.Line}");
        }

        if (L2.Sector != Sm.L1.Sector && L2.Sector.Bytes % Sm.L1.Sector.Bytes != 0)
        {
            report("l2.sector", $"is not a whole number of sectors of the L1 of {Sm.L1.Sector}");
        }

        if (Sm.CtaCluster is { } together && together.MaxCtas > SmsPerCluster)
        {
            report("sm.ctaCluster.maxCtas", FormattableString.Invariant($"are more than the {SmsPerCluster} SMs of a cluster"));
        }

        if (Energy is { } energy)
        {
            SimtEnergy.Check(this, energy, report);
        }

        SimtCapabilities.Check(this, report);
    }
}
