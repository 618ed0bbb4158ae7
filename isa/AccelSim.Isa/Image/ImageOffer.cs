using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>What a chip offers, to be held against what a program needs.</summary>
public sealed record ImageOffer
{
    public required string Family { get; init; }

    public required string Chip { get; init; }

    public required string Isa { get; init; }

    public required ImmutableArray<string> Capabilities { get; init; }

    public required ImageResources Has { get; init; }

    /// <summary>Why a program for <paramref name="target"/> cannot run here; empty when it can.</summary>
    public ImmutableArray<string> Refusals(ImageTarget target)
    {
        if (target.Family != Family)
        {
            return [$"it is for the family '{target.Family}', and {Chip} is of the family '{Family}'"];
        }

        var reasons = ImmutableArray.CreateBuilder<string>();
        if (target.Isa != Isa)
        {
            reasons.Add($"it is for the architecture {target.Isa}, and {Chip} is {Isa}: compile it for {Chip}");
        }

        foreach (var missing in target.Capabilities.Where(c => !Capabilities.Contains(c)))
        {
            reasons.Add($"it uses '{missing}', which {Chip} lacks");
        }

        Need("bytes of NRAM per core", target.Needs.NramBytes, Has.NramBytes);
        Need("bytes of WRAM per core", target.Needs.WramBytes, Has.WramBytes);
        Need("bytes of SRAM per cluster", target.Needs.SramBytes, Has.SramBytes);
        Need("bytes of device memory", target.Needs.DeviceBytes, Has.DeviceBytes);
        Need("clusters", target.Needs.Clusters, Has.Clusters);
        Need("clusters in one UNION task", target.Needs.Union, Has.Union);
        Need("registers per thread", target.Needs.RegistersPerThread, Has.RegistersPerThread);
        Need("bytes of shared memory per block", target.Needs.SharedBytesPerBlock, Has.SharedBytesPerBlock);
        Need("threads per block", target.Needs.ThreadsPerBlock, Has.ThreadsPerBlock);
        if (target.Needs.WarpWidth != 0 && target.Needs.WarpWidth != Has.WarpWidth)
        {
            reasons.Add($"it is written for warps of {target.Needs.WarpWidth} threads, and those of {Chip} have {Has.WarpWidth}");
        }

        if (target.Needs.CoresPerCluster != 0 && target.Needs.CoresPerCluster != Has.CoresPerCluster)
        {
            reasons.Add($"it is laid out for {target.Needs.CoresPerCluster} cores per cluster, and {Chip} has {Has.CoresPerCluster}");
        }

        return reasons.ToImmutable();

        void Need(string what, long needed, long had)
        {
            if (needed > had)
            {
                reasons.Add($"it needs {needed} {what}, and {Chip} has {had}");
            }
        }
    }
}
