using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Draws small chips: the invented one of the repository with other sizes, counts and speeds.</summary>
internal static class ChipGenerator
{
    /// <summary>Overrides of the toy chip.</summary>
    public static Gen<string[]> Overrides { get; } =
        from clusters in Gen.Choose(1, 3)
        from cores in Gen.Elements(1, 2, 4)
        from nram in Gen.Elements(24, 32, 48, 64, 128)
        from wram in Gen.Elements(32, 64, 128)
        from sram in Gen.Elements(128, 256)
        from timing in Timing
        select (string[])
        [
            $"clusters={clusters}", $"maxUnion={Math.Min(clusters, 2)}", $"coresPerCluster={cores}",
            $"core.scratchpads.nram.size={nram} KiB", $"core.scratchpads.wram.size={wram} KiB", $"sram.size={sram} KiB", .. timing,
        ];

    /// <summary>Scratchpads that every drawn layer fits.</summary>
    public static string[] Roomy { get; } = ["core.scratchpads.nram.size=256 KiB", "core.scratchpads.wram.size=512 KiB"];

    /// <summary>Overrides that change speeds only.</summary>
    public static Gen<string[]> Timing { get; } =
        from lanes in Gen.Elements(16, 32, 64)
        from macs in Gen.Elements(1, 2, 8)
        from vector in Gen.Choose(0, 60)
        from copy in Gen.Choose(1, 300)
        from channels in Gen.Elements(1, 2, 4)
        from depth in Gen.Elements(1, 4, 16)
        select (string[])
        [
            $"core.matrix.lanes={lanes}", $"core.matrix.macsPerCycle.fp32={lanes * macs}", $"core.vector.startOverhead={vector} cycles",
            $"core.dma.ioDma.startOverhead={copy} cycles", $"dram.channels={channels}", $"core.queues[1].depth={depth}", $"core.queues[2].depth={depth}",
        ];
}
