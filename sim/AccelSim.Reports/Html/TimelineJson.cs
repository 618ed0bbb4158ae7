using System.Text.Json;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Reports;

/// <summary>A timeline as a page reads it: for each row, gap to the span before, length and label of every span, in whole femtoseconds.</summary>
internal static class TimelineJson
{
    /// <summary>More spans than this are thinned: beyond it a page grows past 15 MB and opens slowly, and a screen has 2,000 columns.</summary>
    public const int MostSpans = 250_000;

    private const int FlushBytes = 1 << 16;

    /// <summary>Writes the property <c>timeline</c>.</summary>
    public static void Write(RunResult run, SpanRecorder recorder, Utf8JsonWriter json)
    {
        var spans = SpanThinning.Of(recorder, MostSpans);
        json.WriteStartObject("timeline");
        Names(json, "tracks", recorder.Tracks);
        Names(json, "labels", recorder.Labels);
        json.WriteStartArray("spans");
        for (var track = 0; track < spans.Tracks; track++)
        {
            json.WriteStartArray();
            var at = 0L;
            foreach (var span in spans.Row(track))
            {
                json.WriteNumberValue(span.Start - at);
                json.WriteNumberValue(span.End - span.Start);
                json.WriteNumberValue(span.Name);
                at = span.End;
                if (json.BytesPending > FlushBytes)
                {
                    json.Flush();
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("recorded", recorder.Spans.Length);
        json.WriteNumber("joinedFemtoseconds", spans.Resolution);
        json.WriteStartArray("counters");
        foreach (var counter in TraceCounters.Of(run, recorder))
        {
            Counter(json, counter);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Counter(Utf8JsonWriter json, TraceCounter counter)
    {
        json.WriteStartObject();
        json.WriteString("name", counter.Name);
        json.WriteString("unit", counter.Unit);
        json.WriteNumber("stepFemtoseconds", counter.Step);
        json.WriteStartArray("values");
        foreach (var value in counter.Values)
        {
            json.WriteNumberValue((float)value);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Names(Utf8JsonWriter json, string property, TraceNames names)
    {
        json.WriteStartArray(property);
        foreach (var name in names.All)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}
