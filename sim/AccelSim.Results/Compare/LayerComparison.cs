using System.Collections.Immutable;

namespace AccelSim.Results.Compare;

/// <summary>Compares runs of one model layer by layer.</summary>
public static class LayerComparison
{
    /// <summary>All layers, with the fastest chip of each and why.</summary>
    public static ImmutableArray<ComparedLayer> Of(IReadOnlyList<RunResult> runs) => [.. LayerAlignment.Of(runs).Select(piece => Compare(piece.Name, piece.Layers))];

    private static ComparedLayer Compare(string name, ImmutableArray<ImmutableArray<LayerResult>> layers)
    {
        var times = layers.Select(own => own.Sum(layer => layer.Femtoseconds)).ToImmutableArray();
        var (fastest, slowest) = (times.IndexOf(times.Min()), times.IndexOf(times.Max()));
        var (fast, slow) = (Groups(layers[fastest]), Groups(layers[slowest]));
        var saved = slow.Keys.Union(fast.Keys, StringComparer.Ordinal).Select(group => (Group: group, Less: slow.GetValueOrDefault(group) - fast.GetValueOrDefault(group)))
            .OrderByDescending(entry => entry.Less).ThenBy(entry => entry.Group, StringComparer.Ordinal).FirstOrDefault();
        return times[fastest] == times[slowest] ? new(name, times, 0, "nothing", 0) : new(name, times, fastest, saved.Group, saved.Less);
    }

    private static Dictionary<string, long> Groups(IEnumerable<LayerResult> layers) => layers.SelectMany(layer => layer.Causes.Groups())
        .GroupBy(entry => entry.Group, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Femtoseconds), StringComparer.Ordinal);
}
