using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>
/// Makes up inputs for a run with values, from a seed: floats uniform in [-1, 1), integers uniform over what the graph looks up with them
/// (token numbers within the vocabulary); integers that are no index, such as masks, and Bool are 1. The same everywhere, and different for every input name.
/// </summary>
public static class InputGenerator
{
    /// <summary>A tensor for every input of the graph, by name.</summary>
    public static IReadOnlyDictionary<string, Tensor> Create(ModelGraph graph, ulong seed) =>
        graph.Inputs.Select(id => graph[id]).ToDictionary(input => input.Name, input => Create(graph, input, seed));

    private static Tensor Create(ModelGraph graph, Value input, ulong seed)
    {
        var random = new CounterRandom(seed, "input/" + input.Name);
        var values = new double[new Tensor(input.Type).Count];
        var limit = input.Element.IsInteger() ? Limit(graph, input) : null;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = input.Element.IsFloat() ? random.Signed(i) : limit is { } count ? Math.Floor(random.Unit(i) * count) : 1;
        }

        return Tensor.FromDoubles(input.Type, values);
    }

    /// <summary>Number of legal indices, or null where the input is not used as an index.</summary>
    private static double? Limit(ModelGraph graph, Value input)
    {
        var tables = graph.Consumers(input.Id).Where(node => node.Operator is Gather && node.Inputs[1] == input.Id)
            .Select(node => (double?)graph[node.Inputs[0]].Shape[((Gather)node.Operator).Axis]);
        return tables.Min();
    }
}
