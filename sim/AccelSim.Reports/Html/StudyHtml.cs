using System.Text.Json;

namespace AccelSim.Reports;

/// <summary>A study as one HTML file (docs/reports.md): lines, heat map, Pareto front, tornado and parallel coordinates, each point linked to its configuration.</summary>
public static class StudyHtml
{
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes the file.</summary>
    public static void Write(StudyPage study, Stream to) => ReportPage.Write(study.Name, json => WriteData(study, json), to);

    private static void WriteData(StudyPage study, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", "study");
        json.WriteString("name", study.Name);
        json.WriteString("question", study.Question);
        json.WriteStartArray("dimensions");
        foreach (var (name, labels) in study.Dimensions)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStartArray("labels");
            foreach (var label in labels)
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("metrics");
        foreach (var (name, unit) in study.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("unit", unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("shown");
        foreach (var place in study.Shown.Select(name => study.Metrics.IndexOf(study.Metrics.FirstOrDefault(metric => metric.Name == name))).Where(place => place >= 0))
        {
            json.WriteNumberValue(place);
        }

        json.WriteEndArray();
        WritePoints(study, json);
        json.WriteEndObject();
    }

    private static void WritePoints(StudyPage study, Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        foreach (var point in study.Points)
        {
            json.WriteStartObject();
            json.WriteStartArray("at");
            foreach (var (label, dimension) in point.Labels.Zip(study.Dimensions))
            {
                json.WriteNumberValue(label is null ? -1 : dimension.Labels.IndexOf(label));
            }

            json.WriteEndArray();
            json.WriteStartArray("values");
            foreach (var value in point.Values)
            {
                if (value is { } number)
                {
                    json.WriteNumberValue(number);
                }
                else
                {
                    json.WriteNullValue();
                }
            }

            json.WriteEndArray();
            json.WriteString("error", point.Error);
            json.WriteString("note", point.Note);
            json.WriteEndObject();
            if (json.BytesPending > FlushBytes)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }
}
