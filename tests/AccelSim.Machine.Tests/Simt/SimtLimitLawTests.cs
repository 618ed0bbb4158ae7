using System.Collections.Immutable;
using AccelSim.Machine.Simt;
using FsCheck.Fluent;

namespace AccelSim.Machine.Tests.Simt;

/// <summary>Whatever numbers a file holds, it is refused as a configuration or gives a chip whose figures can be worked out.</summary>
public sealed class SimtLimitLawTests
{
    private static readonly ImmutableArray<string> Counts =
    [
        "sms", "smsPerCluster", "smsPerTpc", "sm.warpWidth", "sm.subCores", "sm.maxWarps", "sm.maxThreads", "sm.maxCtas", "sm.maxThreadsPerCta", "sm.issueWidth",
        "sm.registerFile.registersPerSubCore", "sm.registerFile.allocationUnit", "sm.registerFile.maxPerThread", "sm.units.int.lanes", "sm.units.shuffle.lanes",
        "sm.tensor.macsPerCycle.f16", "sm.sharedMemory.banks", "sm.l1.sets", "sm.l1.mshrs", "l2.slices", "l2.partitions", "l2.ways", "dram.channels",
    ];

    private static readonly ImmutableArray<string> Sizes =
    [
        "sm.sharedMemory.unified", "sm.sharedMemory.maxPerCta", "sm.sharedMemory.reservedPerCta", "sm.sharedMemory.allocationUnit", "sm.l1.line", "sm.l1.sector",
        "sm.loadStore.coalescing", "sm.localInterleave", "l2.capacity", "l2.line", "l2.sector", "l2.sliceInterleave", "interconnect.header", "dram.minimumBurst", "dram.capacity",
    ];

    private static readonly ImmutableArray<string> Latencies = ["sm.l1.latency", "sm.units.int.latency", "interconnect.latency", "l2.latency", "l2.atomicLatency", "l2.dramLatencyExtra"];

    [Theory]
    [InlineData("v100-sxm2")]
    [InlineData("h100-sxm5")]
    [InlineData("mi100")]
    public void A_file_is_refused_or_gives_a_chip(string name)
    {
        long[] numbers = [0, 1, 2, 3, 7, 8, 16, 32, 63, 64, 96, 128, 255, 256, 1000, 1024, 4096, 65536, 1 << 20, 1 << 24, 1L << 30, 1L << 40, 1L << 50];
        var overrides =
            from path in Gen.Elements([.. Counts, .. Sizes, .. Latencies])
            from number in Gen.Elements(numbers)
            select FormattableString.Invariant($"{path}={number}{(Sizes.Contains(path) ? " B" : Latencies.Contains(path) ? " cycles" : "")}");
        var loaded = 0;
        Law.Holds(
            overrides.ListOf(2),
            sets =>
            {
                try
                {
                    var chip = SimtFiles.Load(name, [.. sets]);
                    Assert.True(chip.Peaks.VectorFp32OperationsPerSecond > 0);
                    Assert.True(chip.L2SliceLatency > 0);
                    Assert.InRange(SimtOccupancy.Of(chip.Sm, new CtaResources(128, 32, 1000)).Ctas, 0, chip.Sm.MaxCtas);
                    Assert.All(chip.Sm.SharedMemory.Options, option => Assert.True(chip.Sm.L1Ways(option) > 0));
                    Assert.All(Enumerable.Range(0, chip.Sms), sm => Assert.InRange(chip.ClusterOf(sm), 0, chip.Clusters - 1));
                    Assert.All(chip.Sm.Tensor!.Shapes, shape => Assert.All(shape.Inputs, input => Assert.True(chip.Sm.MmaOf(shape.Name, input, shape.Accumulator)!.Value.Interval > 0)));
                    loaded++;
                }
                catch (ConfigurationException e)
                {
                    Assert.All(e.Problems, problem => Assert.NotEqual("", problem.Message));
                }
            },
            count: 300);
        Assert.True(loaded > 10);
    }
}
