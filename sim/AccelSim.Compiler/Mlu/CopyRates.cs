using System.Numerics;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Mlu;

/// <summary>What a copy engine costs on one of its paths, in core cycles.</summary>
/// <param name="Start">Cycles before the first request.</param>
/// <param name="BytesPerCycle">Width of the path.</param>
/// <param name="ReadSegment">Cycles of a segment that is read with a stride.</param>
/// <param name="WriteSegment">Cycles of a segment that is written with a stride.</param>
/// <param name="Window">Bytes that may be under way at once.</param>
public sealed record CopyRates(long Start, long BytesPerCycle, long ReadSegment, long WriteSegment, long Window)
{
    /// <summary>Cycles before the first request of a copy that waits right behind another of the engine.</summary>
    public long Chain { get; init; } = Start;

    /// <summary>Bytes of a request at most.</summary>
    public long Chunk { get; init; } = Window;

    /// <summary>Bytes of device memory whose multiples no request crosses; 0 for none, and where the path does not reach it.</summary>
    public long Boundary { get; init; }

    /// <summary>Unit of addresses of device memory at whose multiples requests are cut; 0 for none, and where the path does not reach it.</summary>
    public long Alignment { get; init; }

    /// <summary>Cycles of a segment that begins inside a unit of <see cref="Alignment"/>.</summary>
    public long Misaligned { get; init; }

    /// <summary>The rates of the engine that joins two memories, or null where none does.</summary>
    public static CopyRates? Of(IEnumerable<DmaEngineSpec>? engines, string from, string to)
    {
        var path = new MemoryPath(from, to);
        if (engines?.FirstOrDefault(engine => engine.Paths.ContainsKey(path)) is not { } engine)
        {
            return null;
        }

        var reachesDevice = from == "gdram" || to == "gdram";
        return new CopyRates(
            engine.StartOverhead.Count, engine.Paths[path].Bytes, engine.ReadSegmentOverhead.Count, engine.WriteSegmentOverhead.Count, engine.OutstandingReads * engine.Chunk.Bytes)
        {
            Chain = (engine.ChainOverhead ?? engine.StartOverhead).Count,
            Chunk = engine.Chunk.Bytes,
            Boundary = reachesDevice ? engine.Boundary?.Bytes ?? 0 : 0,
            Alignment = reachesDevice ? engine.Alignment?.Bytes ?? 0 : 0,
            Misaligned = reachesDevice ? engine.MisalignedOverhead?.Count ?? 0 : 0,
        };
    }

    /// <summary>Cycles of a read that waits <paramref name="latency"/> for its first bytes, and never has more under way than the window.</summary>
    public double Read(double bytes, double segments, double latency) =>
        bytes <= 0 ? 0 : Start + latency + First(bytes, segments)
            + Math.Max(Segments(bytes, segments, ReadSegment), bytes / Math.Min(BytesPerCycle, WindowOf(bytes, segments) / Math.Max(1, latency)));

    /// <summary>Cycles of a posted write.</summary>
    public double Write(double bytes, double segments, double latency) =>
        bytes <= 0 ? 0 : Start + latency + First(bytes, segments) + Math.Max(Segments(bytes, segments, WriteSegment), bytes / BytesPerCycle);

    /// <summary>Cycles that so many copies in turn save, because all but the first wait right behind another.</summary>
    public double SavedByChaining(double copies) => Math.Max(0, copies - 1) * (Start - Chain);

    /// <summary>Cycles of all segments of a copy that begin inside a unit of alignment.</summary>
    public double MisalignedCycles(double bytes, double segments) => Math.Max(1, segments) * ShareMisaligned(bytes, segments) * Misaligned;

    /// <summary>What the first request waits for.</summary>
    private double First(double bytes, double segments) => ShareMisaligned(bytes, segments) * Misaligned;

    /// <summary>What the segments cost that the bytes do not hide.</summary>
    private double Segments(double bytes, double segments, long each) =>
        segments > 1 ? (segments * each) + ((segments - 1) * ShareMisaligned(bytes, segments) * Misaligned) : 0;

    /// <summary>
    /// Share of the segments that begin inside a unit of alignment. Where they begin is not known here: tiles and slices begin at multiples of the bytes of
    /// a segment, all of them alike.
    /// </summary>
    private double ShareMisaligned(double bytes, double segments) => Alignment == 0 ? 0 : 1 - ((double)BigInteger.GreatestCommonDivisor(Length(bytes, segments), Alignment) / Alignment);

    /// <summary>Bytes that may be under way at once: less than the window by as much as requests are shorter than without cuts.</summary>
    private double WindowOf(double bytes, double segments)
    {
        if (Alignment == 0 && Boundary == 0)
        {
            return Window;
        }

        // A segment that begins inside a unit has a short request before its whole ones; a boundary that is no end of theirs has one more.
        var length = Length(bytes, segments);
        var chunk = Boundary > 0 ? Math.Min(Chunk, Boundary) : Chunk;
        var share = ShareMisaligned(bytes, segments);
        var requests = Math.Ceiling(length / (double)chunk) + share;
        requests += Boundary > chunk && (Alignment == 0 || share > 0 || Boundary % chunk != 0) ? length / (double)Boundary : 0;
        return Window * Math.Ceiling(length / (double)Chunk) / requests;
    }

    private static long Length(double bytes, double segments) => Math.Max(1, (long)Math.Round(bytes / Math.Max(1, segments)));
}
