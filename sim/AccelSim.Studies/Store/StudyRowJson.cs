using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AccelSim.Studies;

/// <summary>A row as one line of JSON: <c>{"key":"...","at":{"batch":"1"},"metrics":{"cycles":123}}</c>, or with <c>"error"</c> instead of metrics.</summary>
public static class StudyRowJson
{
    private const int MostEntries = 1000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without its end.</summary>
    public static byte[] ToLine(StudyRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("key", row.Key);
            json.WriteStartObject("at");
            foreach (var (name, label) in row.At)
            {
                json.WriteString(name, label);
            }

            json.WriteEndObject();
            if (row.Error is { } error)
            {
                json.WriteString("error", error);
            }
            else
            {
                json.WriteStartObject("metrics");
                foreach (var (name, value) in row.Metrics)
                {
                    json.WriteNumber(name, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads a line; null where it is no row.</summary>
    public static StudyRow? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || reader.BytesConsumed != line.Length || !root.TryGetProperty("key", out var key) || key.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("at", out var at) || at.ValueKind != JsonValueKind.Object || at.GetPropertyCount() > MostEntries)
            {
                return null;
            }

            var error = root.TryGetProperty("error", out var told) ? told.GetString() : null;
            var metrics = root.TryGetProperty("metrics", out var figures) && figures.GetPropertyCount() <= MostEntries
                ? figures.EnumerateObject().Select(figure => KeyValuePair.Create(figure.Name, figure.Value.GetDouble())).ToImmutableArray() : [];
            return error is null && metrics.IsEmpty ? null
                : new StudyRow(key.GetString()!, [.. at.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetString() ?? ""))], metrics, error);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
