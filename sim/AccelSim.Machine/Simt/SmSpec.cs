using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>A streaming multiprocessor (compute unit on AMD): sub-cores with a warp scheduler each, and what they share. Cycles are of its clock.</summary>
public sealed record SmSpec : ICheckedRecord
{
    /// <summary>Threads of a warp (wavefront).</summary>
    [Bounds(1, 64)]
    public required int WarpWidth { get; init; }

    /// <summary>Parts with a scheduler, registers and units of their own; a warp stays in one.</summary>
    [Bounds(1, 64)]
    public required int SubCores { get; init; }

    [Bounds(1, 1024)]
    public required int MaxWarps { get; init; }

    [Bounds(1, 65536)]
    public required int MaxThreads { get; init; }

    [Bounds(1, 1024)]
    public required int MaxCtas { get; init; }

    [Bounds(1, 65536)]
    public required int MaxThreadsPerCta { get; init; }

    /// <summary>Barriers that a CTA can tell apart.</summary>
    [Bounds(1, 64)]
    public required int NamedBarriers { get; init; }

    /// <summary>Last arrival at a barrier of a CTA to the next issue of those that waited.</summary>
    [Bounds(1, 10_000)]
    public required Cycles BarrierLatency { get; init; }

    public required WarpSchedulerSpec Scheduler { get; init; }

    public required DependenceTracking Dependence { get; init; }

    /// <summary>Instructions that a sub-core issues in a cycle.</summary>
    [Bounds(1, 8)]
    public required int IssueWidth { get; init; }

    /// <summary>Decoded instructions of a warp that wait for issue.</summary>
    [Bounds(1, 64)]
    public required int InstructionBuffer { get; init; }

    /// <summary>Instructions of the sub-core nearest to it; absent where there is no such cache.</summary>
    public ReadOnlyCacheSpec? L0Instructions { get; init; }

    /// <summary>Instructions of the SM.</summary>
    public required ReadOnlyCacheSpec Instructions { get; init; }

    /// <summary>Constants and kernel parameters.</summary>
    public required ReadOnlyCacheSpec Constants { get; init; }

    public required RegisterFileSpec RegisterFile { get; init; }

    /// <summary>Arithmetic units; what is absent the chip cannot execute.</summary>
    public required ImmutableSortedDictionary<SimtUnit, ExecutionUnitSpec> Units { get; init; }

    /// <summary>Tensor cores; absent where there are none.</summary>
    public TensorCoreSpec? Tensor { get; init; }

    public required SharedMemorySpec SharedMemory { get; init; }

    public required L1Spec L1 { get; init; }

    public required LoadStoreSpec LoadStore { get; init; }

    /// <summary>Bytes of a thread's local memory before the same piece of the next thread: words of a warp lie together.</summary>
    public required ByteSize LocalInterleave { get; init; }

    public required FenceSpec Fence { get; init; }

    /// <summary>Copies from global to shared memory; absent where they go through registers.</summary>
    public AsyncCopySpec? AsyncCopy { get; init; }

    /// <summary>Tensor memory accelerator; absent before Hopper.</summary>
    public TmaSpec? Tma { get; init; }

    /// <summary>Barriers in shared memory; absent where there are none.</summary>
    public MbarrierSpec? Mbarrier { get; init; }

    /// <summary>Clusters of CTAs; absent before Hopper.</summary>
    public CtaClusterSpec? CtaCluster { get; init; }

    /// <summary>Warps of a sub-core.</summary>
    public int WarpsPerSubCore => MaxWarps / SubCores;

    /// <summary>Bytes of the L1 cache beside shared memory of this size (one of <see cref="SharedMemorySpec.Options"/>).</summary>
    public long L1Bytes(ByteSize shared) => SharedMemory.Unified.Bytes - shared.Bytes;

    /// <summary>Ways of the L1 cache beside shared memory of this size.</summary>
    public int L1Ways(ByteSize shared) => (int)(L1Bytes(shared) / (L1.Line.Bytes * L1.Sets));

    /// <summary>Cycles that a warp occupies the unit; null where the chip lacks it.</summary>
    public int? IntervalOf(SimtUnit unit) => Units.TryGetValue(unit, out var spec) ? spec.Interval(WarpWidth) : null;

    /// <summary>Cycles of a matrix instruction of one warp; null where the chip lacks it.</summary>
    public MmaTiming? MmaOf(string shape, MmaInput input, MmaAccumulator accumulator)
    {
        if (Tensor?.Find(shape, input, accumulator) is not { } found)
        {
            return null;
        }

        var rate = Tensor.MacsPerCycle[input] / SubCores;
        return new MmaTiming(found.Latency.Count, found.Interval?.Count ?? ((found.Macs + rate - 1) / rate), found.Macs);
    }

    /// <summary>Cycles of the product m64nNkK of four warps, which takes all tensor cores of the SM; null where the chip lacks it.</summary>
    public MmaTiming? WgmmaOf(int n, MmaInput input)
    {
        if (Tensor?.Wgmma is not { } wgmma || !wgmma.Inputs.Contains(input) || n < 1 || n > wgmma.MaximumN || n % wgmma.StepN != 0)
        {
            return null;
        }

        var macs = (long)WgmmaSpec.Rows * n * WgmmaSpec.DepthBytes * 8 / Bits(input);
        var rate = Tensor.MacsPerCycle[input];
        var interval = (macs + rate - 1) / rate;
        return new MmaTiming(interval + wgmma.Tail.Count, interval, macs);
    }

    /// <inheritdoc/>
    public void Check(Action<string, string> report) => SmRules.Check(this, report);

    private static int Bits(MmaInput input) => input switch
    {
        MmaInput.F64 => 64,
        MmaInput.F32 or MmaInput.Tf32 => 32,
        MmaInput.F16 or MmaInput.Bf16 => 16,
        MmaInput.S8 or MmaInput.F8 => 8,
        MmaInput.S4 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "has no width"),
    };
}
