using System.Globalization;
using System.Text.Json;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Reports;

/// <summary>
/// Writes a timeline in the Chrome trace-event format (JSON object form), which Perfetto and chrome://tracing open: one row per
/// core and queue, one for the layers, and counters. Times are microseconds with nine decimals, which is exact to the femtosecond.
/// </summary>
public static class TraceWriter
{
    private const int LayerProcess = 1;
    private const int DeviceProcess = 2;
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes the spans of a recorder and the layers of a result.</summary>
    /// <param name="run">Names and layers.</param>
    /// <param name="spans">What the units did; times are absolute.</param>
    /// <param name="begin">Begin of the inference on the recorder's clock, fs: the zero of the timeline.</param>
    /// <param name="to">Where to; stays open.</param>
    public static void Write(RunResult run, SpanRecorder spans, long begin, Stream to)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
        Name(json, "process_name", LayerProcess, 0, $"{run.Model} (layers)");
        Name(json, "thread_name", LayerProcess, 1, "layers");
        Name(json, "process_name", DeviceProcess, 0, run.Chip);
        for (var track = 0; track < spans.Tracks.All.Count; track++)
        {
            Name(json, "thread_name", DeviceProcess, track + 1, spans.Tracks.All[track]);
        }

        foreach (var layer in run.Layers)
        {
            Span(json, layer.Name, LayerProcess, 1, layer.Start, layer.Femtoseconds, layer.Operator);
        }

        var labels = spans.Labels.All;
        foreach (ref readonly var span in spans.Spans)
        {
            Span(json, labels[span.Name], DeviceProcess, span.Track + 1, span.Start - begin, span.End - span.Start, null);
            if (json.BytesPending > FlushBytes)
            {
                json.Flush();
            }
        }

        foreach (var counter in TraceCounters.Of(run, spans))
        {
            foreach (var (time, value) in counter.Changes())
            {
                Count(json, counter, time, value);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Count(Utf8JsonWriter json, TraceCounter counter, long time, double value)
    {
        json.WriteStartObject();
        json.WriteString("name", counter.Name);
        json.WriteString("ph", "C");
        json.WriteNumber("pid", DeviceProcess);
        Microseconds(json, "ts", time);
        json.WriteStartObject("args");
        json.WriteNumber(counter.Unit, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Name(Utf8JsonWriter json, string kind, int process, int thread, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", kind);
        json.WriteString("ph", "M");
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Span(Utf8JsonWriter json, string name, int process, int thread, long start, long length, string? op)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", "X");
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        Microseconds(json, "ts", start);
        Microseconds(json, "dur", length);
        if (op is not null)
        {
            json.WriteStartObject("args");
            json.WriteString("op", op);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Microseconds(Utf8JsonWriter json, string key, long femtoseconds)
    {
        Span<byte> text = stackalloc byte[32];
        ((decimal)femtoseconds / 1_000_000_000m).TryFormat(text, out var length, "0.#########", CultureInfo.InvariantCulture);
        json.WritePropertyName(key);
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
