using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>Memory of an SM that the threads of a CTA share (LDS on AMD), cut from the same array as the L1 cache.</summary>
public sealed record SharedMemorySpec : ICheckedRecord
{
    /// <summary>The array: shared memory and L1 cache together. Where they are apart, their sum with one single option.</summary>
    [Bounds(1, 1 << 30)]
    public required ByteSize Unified { get; init; }

    /// <summary>Sizes that shared memory may have, ascending; the L1 cache is what is left of <see cref="Unified"/>.</summary>
    [Bounds(0, 1 << 30)]
    public required ImmutableArray<ByteSize> Options { get; init; }

    /// <summary>Most that one CTA may ask for.</summary>
    [Bounds(1, 1 << 30)]
    public required ByteSize MaxPerCta { get; init; }

    /// <summary>What the system takes of each CTA's share beside what it asks for (1 KiB since Ampere).</summary>
    [Bounds(0, 1 << 20)]
    public required ByteSize ReservedPerCta { get; init; }

    /// <summary>A CTA's share is a multiple of this.</summary>
    [Bounds(1, 1 << 20)]
    public required ByteSize AllocationUnit { get; init; }

    [Bounds(1, 256)]
    public required int Banks { get; init; }

    /// <summary>Bytes that a bank serves in a cycle; consecutive words of this size are in consecutive banks.</summary>
    public required BytesPerCycle BankWidth { get; init; }

    /// <summary>Load to use, without conflicts, as a chain of loads measures it.</summary>
    [Bounds(1, 10_000)]
    public required Cycles Latency { get; init; }

    /// <summary>Most that an SM reads or writes in a cycle; loads of global memory that hit the L1 cache use the same data path.</summary>
    public required BytesPerCycle Bandwidth { get; init; }

    /// <summary>Load to use of an atomic operation, without conflicts.</summary>
    [Bounds(1, 10_000)]
    public required Cycles AtomicLatency { get; init; }

    /// <summary>Largest option.</summary>
    public ByteSize Largest => Options[^1];

    /// <summary>What one CTA that asks for this many bytes takes.</summary>
    public long Allocated(long bytes) => (bytes + ReservedPerCta.Bytes + AllocationUnit.Bytes - 1) / AllocationUnit.Bytes * AllocationUnit.Bytes;

    /// <summary>The least option with this many bytes; null where none has.</summary>
    public ByteSize? Option(long bytes) => Options.Where(option => option.Bytes >= bytes).Select(option => (ByteSize?)option).FirstOrDefault();

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Options.IsEmpty)
        {
            report("options", "must hold at least one size");
            return;
        }

        for (var i = 0; i < Options.Length; i++)
        {
            var key = FormattableString.Invariant($"options[{i}]");
            if (Options[i] >= Unified)
            {
                report(key, $"leaves no L1 cache of the {Unified} of both");
            }

            if (i > 0 && Options[i] <= Options[i - 1])
            {
                report(key, "must be more than the size before it");
            }
        }

        if (Allocated(MaxPerCta.Bytes) > Largest.Bytes)
        {
            report("maxPerCta", $"and what is reserved beside it are more than the largest option of {Largest}");
        }

        if (!long.IsPow2(AllocationUnit.Bytes))
        {
            report("allocationUnit", "must be a power of two");
        }

        if (!int.IsPow2(Banks))
        {
            report("banks", "must be a power of two: bits of an address choose the bank");
        }

        if (!long.IsPow2(BankWidth.Bytes))
        {
            report("bankWidth", "must be a power of two");
        }

        if (Bandwidth.Bytes > Banks * BankWidth.Bytes)
        {
            report("bandwidth", FormattableString.Invariant($"is more than {Banks} banks of {BankWidth} give"));
        }
    }
}
