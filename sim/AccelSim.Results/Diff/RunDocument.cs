using System.Collections.Immutable;
using System.Text.Json;

namespace AccelSim.Results.Diff;

/// <summary>A result that <c>run --json</c> wrote, read back: what a comparison needs by name, and the whole document.</summary>
/// <param name="Name">The file.</param>
/// <param name="Root">The document.</param>
/// <param name="Seconds">One inference, s.</param>
/// <param name="Causes">Parts of it by cause.</param>
/// <param name="Layers">Its layers.</param>
public sealed record RunDocument(
    string Name, JsonElement Root, double Seconds, ImmutableArray<KeyValuePair<string, double>> Causes, ImmutableArray<LayerDocument> Layers)
{
    private const long Largest = 1L << 30;
    private const string Origin = "a result of accelsim run --json";

    /// <summary>Reads a file.</summary>
    /// <exception cref="RunDocumentException">It is cut off, something else, or of another version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RunDocument Read(string path)
    {
        using var stream = File.OpenRead(path);
        return stream.Length > Largest
            ? throw new RunDocumentException($"{path}: has {stream.Length >> 20} MiB; {Origin} has at most {Largest >> 20}")
            : Read(path, stream);
    }

    /// <summary>Reads a stream; <paramref name="name"/> stands for the file.</summary>
    /// <exception cref="RunDocumentException">It is cut off, something else, or of another version.</exception>
    public static RunDocument Read(string name, Stream stream)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            return Of(name, document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new RunDocumentException($"{name}: is no JSON, or cut off: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; write it again with accelsim run ... --json --quiet", e);
        }
    }

    private static RunDocument Of(string name, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schemaVersion", out var version))
        {
            throw new RunDocumentException($"{name}: is not {Origin}: it has no 'schemaVersion'");
        }

        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != RunResult.SchemaVersion)
        {
            throw new RunDocumentException($"{name}: is of schema version {version.GetRawText()}, and this program reads {RunResult.SchemaVersion}; run the model again with this program");
        }

        return new(
            name, root, Number(name, root, "", "seconds"), Parts(name, root, ""),
            [.. List(name, root, "layers").Select((layer, i) => Layer(name, layer, $"layers[{i}]."))]);
    }

    private static LayerDocument Layer(string name, JsonElement layer, string at)
    {
        if (layer.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(name, at.TrimEnd('.'), "an object");
        }

        return new(Text(name, layer, at, "name"), Number(name, layer, at, "seconds"), Text(name, layer, at, "schedule"), Parts(name, layer, at));
    }

    private static ImmutableArray<KeyValuePair<string, double>> Parts(string name, JsonElement owner, string at) =>
        owner.TryGetProperty("causes", out var causes) && causes.ValueKind == JsonValueKind.Object
            ? [.. causes.EnumerateObject().Select(cause => KeyValuePair.Create(cause.Name, Finite(name, cause.Value, $"{at}causes.{cause.Name}")))]
            : throw Wrong(name, $"{at}causes", "an object");

    private static JsonElement.ArrayEnumerator List(string name, JsonElement owner, string key) =>
        owner.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Wrong(name, key, "a list");

    private static string Text(string name, JsonElement owner, string at, string key) =>
        owner.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : throw Wrong(name, at + key, "a text");

    private static double Number(string name, JsonElement owner, string at, string key) =>
        owner.TryGetProperty(key, out var value) ? Finite(name, value, at + key) : throw Wrong(name, at + key, "a number");

    private static double Finite(string name, JsonElement value, string key) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0 ? number : throw Wrong(name, key, "a number");

    private static RunDocumentException Wrong(string name, string key, string wanted) => new($"{name}: is not {Origin}: '{key}' should be {wanted}");
}
