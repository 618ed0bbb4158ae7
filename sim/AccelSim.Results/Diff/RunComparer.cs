using System.Collections.Immutable;
using System.Text.Json;

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

    // Layers of one name are told apart by how often the name was there before.
    private static IEnumerable<LayerChange> Layers(RunDocument before, RunDocument after)
    {
        var (own, other) = (Named(before), Named(after));
        return own.Keys.Union(other.Keys)
            .Select(key => (key.Name, Before: own.GetValueOrDefault(key), After: other.GetValueOrDefault(key)))
            .Where(entry => entry.Before is null || entry.After is null || entry.Before.Seconds != entry.After.Seconds || entry.Before.Schedule != entry.After.Schedule
                || !entry.Before.Causes.SequenceEqual(entry.After.Causes))
            .Select(entry => Layer(entry.Name, entry.Before, entry.After))
            .OrderByDescending(layer => Math.Abs(layer.Change)).ThenBy(layer => layer.Name, StringComparer.Ordinal);
    }

    private static LayerChange Layer(string name, LayerDocument? before, LayerDocument? after)
    {
        var most = Times(before?.Causes ?? [], before?.Seconds ?? 0, after?.Causes ?? [], after?.Seconds ?? 0).FirstOrDefault();
        return new(name, before?.Seconds, after?.Seconds, most?.Name ?? "", most?.Change ?? 0, before is not null && after is not null && before.Schedule != after.Schedule);
    }

    private static Dictionary<(string Name, int Time), LayerDocument> Named(RunDocument run)
    {
        var (named, seen) = (new Dictionary<(string, int), LayerDocument>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var layer in run.Layers)
        {
            named.Add((layer.Name, seen[layer.Name] = seen.GetValueOrDefault(layer.Name) + 1), layer);
        }

        return named;
    }

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
