using System.Collections.Immutable;
using System.Text.Json;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Reports;

/// <summary>
/// The report of a run as one HTML file (docs/reports.md): the result as the documented JSON, what the pictures need beside it, and a timeline. Figures
/// are those of the result; the script only writes them with units.
/// </summary>
public static class RunHtml
{
    /// <summary>Writes the file.</summary>
    /// <param name="run">What is reported.</param>
    /// <param name="memories">Memories above device memory, for the roofline.</param>
    /// <param name="spans">What units did when; null for a report without a timeline.</param>
    /// <param name="to">Where to; stays open.</param>
    public static void Write(RunResult run, ImmutableArray<MemoryLevel> memories, SpanRecorder? spans, Stream to) =>
        ReportPage.Write($"{run.Model} on {run.Chip}", json => WriteData(run, memories, spans, json), to);

    private static void WriteData(RunResult run, ImmutableArray<MemoryLevel> memories, SpanRecorder? spans, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", "run");
        json.WritePropertyName("result");
        RunResultJson.Write(run, json);
        json.WriteStartObject("causeGroups");
        foreach (var cause in CauseNames.All)
        {
            json.WriteString(cause.DisplayName(), cause.Group());
        }

        json.WriteEndObject();
        WriteMemories(run, memories, json);
        WriteLayers(run, memories, json);
        if (spans is null)
        {
            json.WriteNull("timeline");
        }
        else
        {
            TimelineJson.Write(run, spans, json);
        }

        json.WriteEndObject();
    }

    private static void WriteMemories(RunResult run, ImmutableArray<MemoryLevel> memories, Utf8JsonWriter json)
    {
        json.WriteStartArray("memories");
        foreach (var (name, peak) in memories.Select(memory => (memory.Name, memory.BytesPerSecond)).Prepend(("DRAM", run.DramPeakBytesPerSecond)))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("bytesPerSecond", peak);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLayers(RunResult run, ImmutableArray<MemoryLevel> memories, Utf8JsonWriter json)
    {
        json.WriteStartArray("more");
        foreach (var layer in run.Layers)
        {
            json.WriteStartObject();
            json.WriteNumber("startSeconds", RunMetrics.Seconds(layer.Start));
            json.WriteNumber("leastBytes", layer.LeastBytes);
            json.WriteNumber("opsPerSecond", layer.OpsPerSecond());
            json.WriteNumber("dramBytesPerSecond", layer.DramBytesPerSecond());
            json.WriteStartArray("traffic");
            json.WriteNumberValue(layer.Bytes);
            foreach (var memory in memories)
            {
                json.WriteNumberValue(memory.Traffic(layer));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
