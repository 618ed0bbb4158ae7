using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>A copy engine: which memories it joins and what a transfer costs beside the bytes.</summary>
public sealed record DmaEngineSpec : ICheckedRecord
{
    /// <summary>Legal directions, each with the width of the engine's port for it.</summary>
    public required ImmutableSortedDictionary<MemoryPath, BytesPerCycle> Paths { get; init; }

    /// <summary>Instruction at the head of its queue to first request.</summary>
    public required Cycles StartOverhead { get; init; }

    /// <summary>Extra per segment of a strided copy that reads device memory or shared memory.</summary>
    public required Cycles ReadSegmentOverhead { get; init; }

    /// <summary>Extra per segment of a strided copy that writes device memory or shared memory.</summary>
    public required Cycles WriteSegmentOverhead { get; init; }

    /// <summary>Extra per segment of a copy that stays in the core.</summary>
    public required Cycles LocalSegmentOverhead { get; init; }

    /// <summary>Requests of at most this size; larger transfers are split.</summary>
    public required ByteSize Chunk { get; init; }

    /// <summary>Chunks read but not yet received.</summary>
    [Bounds(1, 4096)]
    public required int OutstandingReads { get; init; }

    /// <summary>Chunks written but not yet acknowledged.</summary>
    [Bounds(1, 4096)]
    public required int OutstandingWrites { get; init; }

    /// <summary>Last chunk accepted to acknowledgement, for a writer that waits; a posted write does not.</summary>
    public required Duration WriteAcknowledge { get; init; }

    /// <summary>No request crosses a multiple of this in device memory; where not given, requests end where a chunk does.</summary>
    [Bounds(1, 1L << 40)]
    public ByteSize? Boundary { get; init; }

    /// <summary>
    /// Unit of addresses of device memory: requests are cut at multiples of it and count the whole units they touch, so that a transfer that
    /// begins inside one has a short first and a short last request. Where not given, cuts fall on minimum bursts and count bytes.
    /// </summary>
    [Bounds(1, 1L << 40)]
    public ByteSize? Alignment { get; init; }

    /// <summary>Extra per segment that begins inside a unit of <see cref="Alignment"/>; nothing where not given.</summary>
    public Cycles? MisalignedOverhead { get; init; }

    /// <summary>
    /// In place of <see cref="StartOverhead"/> for an instruction that waited in the queue right behind another of this engine, as a
    /// descriptor that the one before names does; as that overhead where not given.
    /// </summary>
    public Cycles? ChainOverhead { get; init; }

    /// <summary>
    /// Whose packet goes first when several engines wait for the port of their cluster: the lower number, the older of equals. Where all are
    /// equal, packets pass in order of arrival. Where shared SRAM has <see cref="SramArbitration.FixedPriority"/>, its ports go by the same number.
    /// </summary>
    [Bounds(0, 7)]
    public int? Priority { get; init; }

    /// <summary>True where one of its paths leaves or enters the cluster.</summary>
    public bool PassesPort => ReachesDevice || Paths.ContainsKey(new MemoryPath("sram", "sram"));

    /// <summary>True where one of its paths begins or ends in device memory.</summary>
    public bool ReachesDevice => Paths.Keys.Any(path => IsDevice(path.From) || IsDevice(path.To));

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        PowerOfTwo("boundary", Boundary);
        PowerOfTwo("alignment", Alignment);
        if (Alignment > Chunk)
        {
            report("alignment", $"is more than the chunk of {Chunk}");
        }

        if (Alignment > Boundary)
        {
            report("boundary", $"is less than the alignment of {Alignment}");
        }

        if (MisalignedOverhead is not null && Alignment is null)
        {
            report("misalignedOverhead", "needs alignment, which says what begins inside a unit");
        }

        if (Priority is not null && !PassesPort)
        {
            report("priority", "acts at the port of the cluster, which no path of this engine passes");
        }

        if (ChainOverhead > StartOverhead)
        {
            report("chainOverhead", $"is more than the startOverhead of {StartOverhead}");
        }

        void PowerOfTwo(string key, ByteSize? size)
        {
            if (size is not { } given)
            {
                return;
            }

            if (!long.IsPow2(given.Bytes))
            {
                report(key, "must be a power of two");
            }

            if (!ReachesDevice)
            {
                report(key, "acts on device memory, which no path of this engine reaches");
            }
        }
    }

    // Cuts inside a minimum burst would have it read or written twice.
    internal void CheckBursts(ByteSize burst, string prefix, Action<string, string> report)
    {
        foreach (var (key, size) in ((string, ByteSize?)[])[("boundary", Boundary), ("alignment", Alignment)])
        {
            if (size is { } given && given.Bytes % Math.Max(1, burst.Bytes) != 0)
            {
                report($"{prefix}.{key}", $"is no multiple of the minimum burst of {burst} (dram.minimumBurst)");
            }
        }
    }

    private static bool IsDevice(string memory) => memory is "gdram" or "ldram";
}
