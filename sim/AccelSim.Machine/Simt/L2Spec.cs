using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>
/// The cache that all SMs share, in slices. Its latency is that of a whole load as measured from an SM: <see cref="SimtChip.L2SliceLatency"/> is what
/// remains for the slice.
/// </summary>
public sealed record L2Spec : ICheckedRecord
{
    public required ByteSize Capacity { get; init; }

    /// <summary>Slices of all partitions.</summary>
    [Bounds(1, 1024)]
    public required int Slices { get; init; }

    /// <summary>Halves that an SM reaches at different distance.</summary>
    [Bounds(1, 2)]
    public required int Partitions { get; init; }

    [Bounds(1, 256)]
    public required int Ways { get; init; }

    public required ByteSize Line { get; init; }

    /// <summary>Bytes that are there or not together.</summary>
    public required ByteSize Sector { get; init; }

    /// <summary>Which line makes room.</summary>
    public CacheReplacement Replacement { get; init; }

    /// <summary>When device memory learns of a write.</summary>
    public required CacheWritePolicy Writes { get; init; }

    /// <summary>What a write does that misses.</summary>
    public required CacheWriteMiss WriteMiss { get; init; }

    /// <summary>
    /// Share of the lines of a set that may hold what device memory does not know; beyond it, rows of device memory are written back, the least recently
    /// used first.
    /// </summary>
    public required Ratio Dirty { get; init; }

    /// <summary>Lines of a slice that may wait for data.</summary>
    [Bounds(1, 65536)]
    public required int MshrsPerSlice { get; init; }

    /// <summary>Later misses of a line that may wait with the first.</summary>
    [Bounds(0, 65536)]
    public required int MergesPerMshr { get; init; }

    /// <summary>Bytes per cycle of <see cref="Clock"/> that a slice reads or writes.</summary>
    public required BytesPerCycle SliceBandwidth { get; init; }

    /// <summary>Absent where it runs at the clock of the SMs.</summary>
    public Frequency? Clock { get; init; }

    /// <summary>
    /// Load to use of a hit in the partition of the SM, in cycles of the SM, as a pointer chase measures it: the SM's share (as of a hit in its L1
    /// cache), the crossbar both ways, and the slice.
    /// </summary>
    [Bounds(1, 100_000)]
    public required Cycles Latency { get; init; }

    /// <summary>The other partition; needed by, and only for, two.</summary>
    public L2FarSpec? Far { get; init; }

    /// <summary>Absent where every read takes a turn of its own.</summary>
    public L2CoalescerSpec? Coalescer { get; init; }

    /// <summary>Consecutive bytes in one slice.</summary>
    public required ByteSize SliceInterleave { get; init; }

    public required L2Hash Hash { get; init; }

    /// <summary>
    /// What a load that misses spends beside <see cref="Latency"/> and what the DRAM and its controller take (<see cref="DramController.Latency"/>,
    /// activation, column access, burst), in cycles of the SM.
    /// </summary>
    public required Cycles DramLatencyExtra { get; init; }

    /// <summary>Load to use of an atomic operation that hits, in cycles of the SM, as measured from an SM.</summary>
    [Bounds(1, 100_000)]
    public required Cycles AtomicLatency { get; init; }

    /// <summary>Atomic operations on different words of one sector that a slice does in a cycle.</summary>
    [Bounds(1, 64)]
    public required int AtomicsPerCycle { get; init; }

    /// <summary>Bytes of a slice.</summary>
    public long SliceBytes => Capacity.Bytes / Slices;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Slices % Partitions != 0)
        {
            report("slices", FormattableString.Invariant($"do not divide evenly into {Partitions} partitions"));
        }

        if (Partitions > 1 && Far is null)
        {
            report("far", "is required where partitions are 2");
        }
        else if (Partitions == 1 && Far is not null)
        {
            report("far", "needs partitions: 2");
        }

        if (Capacity.Bytes % Slices != 0)
        {
            report("capacity", FormattableString.Invariant($"does not divide evenly into {Slices} slices"));
        }
        else
        {
            CacheRules.CheckLines(SliceBytes, Line.Bytes, Sector.Bytes, Ways, Replacement, (key, message) => report(key == "size" ? "capacity" : key, message));
        }

        if (!long.IsPow2(SliceInterleave.Bytes) || SliceInterleave < Line)
        {
            report("sliceInterleave", $"must be a power of two and at least a line of {Line}");
        }

        if (AtomicLatency < Latency)
        {
            report("atomicLatency", $"is less than the {Latency} of a load");
        }
    }
}
