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
    /// <summary>The rates of the engine that joins two memories, or null where none does.</summary>
    public static CopyRates? Of(IEnumerable<DmaEngineSpec>? engines, string from, string to)
    {
        var path = new MemoryPath(from, to);
        return engines?.FirstOrDefault(engine => engine.Paths.ContainsKey(path)) is { } engine
            ? new CopyRates(
                engine.StartOverhead.Count, engine.Paths[path].Bytes, engine.ReadSegmentOverhead.Count, engine.WriteSegmentOverhead.Count, engine.OutstandingReads * engine.Chunk.Bytes)
            : null;
    }

    /// <summary>Cycles of a read that waits <paramref name="latency"/> for its first bytes, and never has more under way than the window.</summary>
    public double Read(double bytes, double segments, double latency) =>
        bytes <= 0 ? 0 : Start + latency + Math.Max(segments > 1 ? segments * ReadSegment : 0, bytes / Math.Min(BytesPerCycle, Window / Math.Max(1, latency)));

    /// <summary>Cycles of a posted write.</summary>
    public double Write(double bytes, double segments, double latency) =>
        bytes <= 0 ? 0 : Start + latency + Math.Max(segments > 1 ? segments * WriteSegment : 0, bytes / BytesPerCycle);
}
