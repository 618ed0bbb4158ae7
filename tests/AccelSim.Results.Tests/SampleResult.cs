using AccelSim.Engine;

namespace AccelSim.Results.Tests;

/// <summary>A made-up result with every part filled in.</summary>
internal static class SampleResult
{
    public static RunResult Full() => new()
    {
        Model = "sample",
        Chip = "toy-mlu",
        Host = "ideal",
        Precision = "fp16",
        Mode = "graph",
        Batch = 2,
        Iterations = 3,
        ClockHz = 1_000_000_000,
        Femtoseconds = 1_000_000_000_000,
        DeviceFemtoseconds = 800_000_000_000,
        Macs = 1_000_000_000,
        PeakOpsPerSecond = 8_192_000_000_000,
        DramPeakBytesPerSecond = 25_600_000_000,
        PeakDeviceBytes = 1 << 20,
        DeviceMemoryBytes = 64 << 20,
        Cores = 4,
        MemoryCores = 2,
        Causes = Stack((Cause.Tensor, 700_000_000_000), (Cause.HostCopy, 299_999_999_999), (Cause.Launch, 1)),
        Counters = new DeviceCounters { DramReadBytes = 1000, DramWriteBytes = 24, Macs = 1_000_000_000, LtCycles = 2000 },
        Energy = new EnergyBreakdown(
        [
            new EnergyPart("static", "static", "ps", 1_000_000_000, 1_000_000_000_000),
            new EnergyPart("dram.read", "DRAM", "bytes", 1000, 8_000_001),
            new EnergyPart("matrix.fp16", "matrix", "multiply-adds", 1_000_000_000, 500_000_000_000),
        ]),
        Area = [new AreaPart("shared SRAM", 250_000), new AreaPart("other", 10_000_000)],
        FirstRun = new FirstRunResult(5_000_000_000_000, 1_000_000_000_000, 2_000_000_000_000, 500_000_000_000),
        Layers =
        [
            Layer("conv1", "Conv+Relu", 0, 500_000_000_000),
            Layer("fc \"quoted\", <b>", "Gemm", 500_000_000_000, 300_000_000_000),
        ],
        Units = [new UnitResult("cluster 0 core 0 compute", Stack((Cause.Tensor, 1), (Cause.Idle, 2)))],
        HostOperators = [new HostOperatorResult("nms", "NonMaxSuppression", 1_000_000_000, 4096)],
        Check = new CheckResult
        {
            Outputs = [new OutputCheck("logits", 1e-4, 0.99999, 0, 1e-2, 0.999), new OutputCheck("boxes", double.PositiveInfinity, 0, 3, 1e-2, 0.999)],
            FirstDifference = "conv1 (Conv+Relu)",
            Races = ["a races with b"],
        },
        Warnings = ["watch [out]"],
    };

    public static CauseStack Stack(params (Cause Cause, long Time)[] parts)
    {
        var byCause = new long[CauseNames.Count];
        foreach (var (cause, time) in parts)
        {
            byCause[(int)cause] = time;
        }

        return new CauseStack(byCause);
    }

    private static LayerResult Layer(string name, string op, long start, long time) => new()
    {
        Name = name,
        Operator = op,
        Start = start,
        Femtoseconds = time,
        Cycles = time / 1_000_000,
        Macs = 1000,
        LeastBytes = 100,
        KernelType = "UNION1",
        Tasks = 4,
        Launches = 1,
        Kernel = "k_" + op,
        Schedule = "tile 4x4",
        Causes = Stack((Cause.Tensor, time - 10), (Cause.DramBandwidth, 10)),
        Counters = new DeviceCounters { LtCycles = 100, DramReadBytes = 500, DramWriteBytes = 12 },
    };
}
