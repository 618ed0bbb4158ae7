using System.IO.Pipelines;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Reports;

/// <summary>
/// Writes a timeline in Perfetto's own format: the rows of <see cref="TraceWriter"/>, and counters. Half the size of the JSON. Packets go
/// through a pipe that is emptied as it fills, from objects that are used again: memory does not grow with the number of spans. The format counts whole nanoseconds; begins and ends are rounded down, so that what touches still touches and order stays.
/// </summary>
public static class PerfettoTraceWriter
{
    private const int FlushBytes = 1 << 16;
    private const ulong FemtosecondsPerNanosecond = 1_000_000;
    private const ulong LayerProcess = 1;
    private const ulong DeviceProcess = 2;
    private const ulong FirstRow = 1000;
    private const ulong FirstCounter = 100;

    /// <summary>Writes the spans of a recorder, the layers of a result and the counters of both.</summary>
    /// <param name="run">Names and layers.</param>
    /// <param name="spans">What the units did, from the begin of the run on.</param>
    /// <param name="to">Where to; stays open.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task WriteAsync(RunResult run, SpanRecorder spans, Stream to, CancellationToken cancellation)
    {
        var pipe = PipeWriter.Create(to, new StreamPipeWriterOptions(leaveOpen: true));
        var packets = new PerfettoPackets(pipe);
        packets.Process(LayerProcess, $"{run.Model} (layers)");
        packets.Row(LayerProcess, FirstRow, 1, "layers");
        packets.Process(DeviceProcess, run.Chip);
        for (var track = 0; track < spans.Tracks.All.Count; track++)
        {
            packets.Row(DeviceProcess, FirstRow + 1 + (ulong)track, track + 1, spans.Tracks.All[track]);
        }

        packets.Names([.. spans.Labels.All, .. run.Layers.Select(layer => layer.Name)]);
        await pipe.FlushAsync(cancellation);
        for (var i = 0; i < run.Layers.Length; i++)
        {
            packets.Span(FirstRow, spans.Labels.All.Count + i, run.Layers[i].Start, run.Layers[i].Start + run.Layers[i].Femtoseconds);
        }

        for (var next = 0; next < spans.Spans.Length;)
        {
            next = packets.Spans(spans, next, FirstRow + 1, FlushBytes);
            await pipe.FlushAsync(cancellation);
        }

        foreach (var (counter, place) in TraceCounters.Of(run, spans).Select((counter, place) => (counter, (ulong)place)))
        {
            packets.Counter(DeviceProcess, FirstCounter + place, counter);
            await pipe.FlushAsync(cancellation);
        }

        await pipe.CompleteAsync();
    }

    /// <summary>Femtoseconds as the nanoseconds of the format.</summary>
    internal static ulong Nanoseconds(long femtoseconds) => (ulong)femtoseconds / FemtosecondsPerNanosecond;
}
