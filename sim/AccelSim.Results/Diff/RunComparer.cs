using System.Collections.Immutable;
using System.Text.Json;
using AccelSim.Results.Compare;

namespace AccelSim.Results.Diff;

/// <summary>Finds what changed from one result to another, by layer and by cause.</summary>
public static class RunComparer
{
    private const int MostOthers = 100;

    /// <summary>Documents give causes in billionths of the time: what is less is rounding.</summary>
    private const double Finest = 2e-9;

    private static readonly ImmutableHashSet<string> OwnTables = ["causes", "units", "layers", "schemaVersion"];

    /// <summary>The difference.</summary>
    public static RunDifference Of(RunDocument before, RunDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var others = new List<string>();
        Differences(before.Root.GetProperty("layers"), Property(after.Root, "layers"), "layers", others);
        Differences(Property(before.Root, "units"), Property(after.Root, "units"), "units", others);
        return new(
            before.Name, after.Name, JsonElement.DeepEquals(before.Root, after.Root), before.Seconds, after.Seconds, Facts(before.Root, after.Root),
            [.. Times(before.Causes, before.Seconds, after.Causes, after.Seconds).Where(cause => Math.Abs(cause.Change) > Finest * Math.Max(before.Seconds, after.Seconds))],
            [.. Layers(before, after)], Math.Max(before.Layers.Length, after.Layers.Length), [.. others]);
    }

    private static ImmutableArray<FactChange> Facts(JsonElement before, JsonElement after) =>
    [
        .. before.EnumerateObject().Select(property => property.Name).Union(after.EnumerateObject().Select(property => property.Name), StringComparer.Ordinal)
            .Where(name => !OwnTables.Contains(name)).Select(name => (Name: name, Before: Property(before, name), After: Property(after, name)))
            .Where(entry => entry.Before is not { } a || entry.After is not { } b || !JsonElement.DeepEquals(a, b))
            .Select(entry => new FactChange(entry.Name, entry.Before?.GetRawText() ?? "", entry.After?.GetRawText() ?? "")),
    ];

    private static IEnumerable<TimeChange> Times(
        ImmutableArray<KeyValuePair<string, double>> before, double beforeSeconds, ImmutableArray<KeyValuePair<string, double>> after, double afterSeconds) =>
        before.Select(cause => cause.Key).Union(after.Select(cause => cause.Key), StringComparer.Ordinal)
            .Select(name => new TimeChange(name, Part(before, name) * beforeSeconds, Part(after, name) * afterSeconds))
            .OrderByDescending(cause => Math.Abs(cause.Change)).ThenBy(cause => cause.Name, StringComparer.Ordinal);

    private static double Part(ImmutableArray<KeyValuePair<string, double>> causes, string name) => causes.FirstOrDefault(cause => cause.Key == name).Value;

    // What one run fuses and the other does not is one piece of work in both; runs of different models have nothing in common.
    private static IEnumerable<LayerChange> Layers(RunDocument before, RunDocument after)
    {
        var pieces = LayerAlignment.Pieces([before.Layers.Select(layer => layer.Name), after.Layers.Select(layer => layer.Name)]);
        var changes = pieces.Count > 0 ? pieces.Select(piece => (piece.Name, Before: before.Layers[piece.Places[0]], After: after.Layers[piece.Places[1]]))
            : before.Layers.Select(layer => (layer.Name, Before: ImmutableArray.Create(layer), After: ImmutableArray<LayerDocument>.Empty)).Concat(after.Layers.Select(layer => (layer.Name, Before: ImmutableArray<LayerDocument>.Empty, After: ImmutableArray.Create(layer))));
        return changes.Where(piece => !Same(piece.Before, piece.After)).Select(piece => Layer(piece.Name, piece.Before, piece.After))
            .OrderByDescending(layer => Math.Abs(layer.Change)).ThenBy(layer => layer.Name, StringComparer.Ordinal);
    }

    private static bool Same(ImmutableArray<LayerDocument> before, ImmutableArray<LayerDocument> after) => before.Length == after.Length
        && before.Zip(after).All(pair => pair.First.Name == pair.Second.Name && pair.First.Seconds == pair.Second.Seconds && pair.First.Schedule == pair.Second.Schedule && pair.First.Causes.SequenceEqual(pair.Second.Causes));

    private static LayerChange Layer(string name, ImmutableArray<LayerDocument> before, ImmutableArray<LayerDocument> after)
    {
        var (own, other) = (Causes(before), Causes(after));
        var most = own.Keys.Union(other.Keys, StringComparer.Ordinal).Select(cause => (Name: cause, Change: other.GetValueOrDefault(cause) - own.GetValueOrDefault(cause)))
            .OrderByDescending(cause => Math.Abs(cause.Change)).ThenBy(cause => cause.Name, StringComparer.Ordinal).FirstOrDefault();
        var rescheduled = !before.IsEmpty && !after.IsEmpty && !before.Select(layer => (layer.Name, layer.Schedule)).SequenceEqual(after.Select(layer => (layer.Name, layer.Schedule)));
        return new(name, Seconds(before), Seconds(after), most.Name ?? "", most.Change, rescheduled);
    }

    private static double? Seconds(ImmutableArray<LayerDocument> layers) => layers.IsEmpty ? null : layers.Sum(layer => layer.Seconds);

    private static Dictionary<string, double> Causes(ImmutableArray<LayerDocument> layers) => layers.SelectMany(layer => layer.Causes.Select(cause => (cause.Key, Seconds: cause.Value * layer.Seconds)))
        .GroupBy(cause => cause.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(cause => cause.Seconds), StringComparer.Ordinal);

    private static JsonElement? Property(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Places at which two values differ, outermost where one is absent or of another kind.</summary>
    private static void Differences(JsonElement? before, JsonElement? after, string at, List<string> found)
    {
        if (found.Count >= MostOthers || (before is null && after is null) || (before is { } a && after is { } b && JsonElement.DeepEquals(a, b)))
        {
            return;
        }

        if (before is { ValueKind: JsonValueKind.Object } own && after is { ValueKind: JsonValueKind.Object } other)
        {
            foreach (var name in own.EnumerateObject().Select(property => property.Name).Union(other.EnumerateObject().Select(property => property.Name), StringComparer.Ordinal))
            {
                Differences(Property(own, name), Property(other, name), $"{at}.{name}", found);
            }
        }
        else if (before is { ValueKind: JsonValueKind.Array } list && after is { ValueKind: JsonValueKind.Array } others && list.GetArrayLength() == others.GetArrayLength())
        {
            for (var i = 0; i < list.GetArrayLength(); i++)
            {
                Differences(list[i], others[i], $"{at}[{i}]", found);
            }
        }
        else
        {
            found.Add(at);
        }
    }
}
