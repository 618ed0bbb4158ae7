using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AccelSim.Results.Compare;

/// <summary>
/// Which layers of several runs of one model do the same. Chips fuse differently: a layer is known by its first operator, and a run of layers between two names that all runs have is one
/// piece of work.
/// </summary>
public static partial class LayerAlignment
{
    /// <summary>Pieces of work in the order of the model: for each its name, and the layers of each run in it.</summary>
    public static ImmutableArray<(string Name, ImmutableArray<ImmutableArray<LayerResult>> Layers)> Of(IReadOnlyList<RunResult> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return [.. Pieces([.. runs.Select(run => run.Layers.Select(layer => layer.Name))]).Select(piece => (piece.Name, runs.Select((run, i) => run.Layers[piece.Places[i]]).ToImmutableArray()))];
    }

    /// <summary>Pieces of work in the order of the model: for each its name, and the places of its layers in each list; none where the lists have no layer in common.</summary>
    /// <param name="layers">Names of the layers of each run.</param>
    public static IReadOnlyList<(string Name, ImmutableArray<Range> Places)> Pieces(IReadOnlyList<IEnumerable<string>> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var names = layers.Select(own => own.Select(FirstOperator).ToList()).ToList();
        var (next, cuts) = (new int[names.Count], new List<(string Name, int[] Begin)>());
        foreach (var name in names.Count == 0 ? [] : names[0])
        {
            var places = names.Select((list, run) => list.IndexOf(name, next[run])).ToArray();
            if (Array.TrueForAll(places, place => place >= 0))
            {
                cuts.Add((name, places));
                next = [.. places.Select(place => place + 1)];
            }
        }

        // What stands before the first common name belongs to it.
        return [.. cuts.Select((cut, at) => (cut.Name, names.Select((own, i) => (at == 0 ? 0 : cut.Begin[i])..(at + 1 < cuts.Count ? cuts[at + 1].Begin[i] : own.Count)).ToImmutableArray()))];
    }

    // "conv1 +2" is conv1 and two operators after it.
    private static string FirstOperator(string layer) => More().Replace(layer, "");

    [GeneratedRegex(@" \+\d+$")]
    private static partial Regex More();
}
