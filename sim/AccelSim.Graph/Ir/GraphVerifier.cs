namespace AccelSim.Graph;

/// <summary>Checks what every graph promises: single assignment, topological order, types that follow from the operators, unique names. Run between passes.</summary>
public static class GraphVerifier
{
    /// <summary>Checks a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="after">What produced it, for the message.</param>
    /// <exception cref="InvalidOperationException">The graph breaks a promise; names the node or value. This is a defect of a pass, not of the model.</exception>
    public static void Verify(ModelGraph graph, string after)
    {
        var defined = new bool[graph.Values.Length];
        var names = new HashSet<string>();
        for (var i = 0; i < graph.Values.Length; i++)
        {
            var value = graph.Values[i];
            Check(value.Id.Index == i, after, $"value '{value.Name}' has id {value.Id}, not its place {i}");
            Check(names.Add(value.Name), after, $"two values are named '{value.Name}'");
            Check(value.Constant is null || value.Constant.Type == value.Type, after, $"constant '{value.Name}' has another type than its value");
            defined[i] = value.IsConstant;
        }

        foreach (var input in graph.Inputs)
        {
            Define(graph, defined, input, after, "the graph inputs");
        }

        var nodeNames = new HashSet<string>();
        foreach (var node in graph.Nodes)
        {
            Check(nodeNames.Add(node.Name), after, $"two nodes are named '{node.Name}'");
            foreach (var input in node.Inputs)
            {
                Check(input.IsNone || (input.Index < defined.Length && defined[input.Index]), after, $"{node} reads {input} before it is defined");
            }

            var types = node.Operator.Infer(node.Inputs.Select(id => id.IsNone ? null : graph[id].Type).ToArray());
            Check(types.Length == node.Outputs.Length, after, $"{node} has {node.Outputs.Length} results, its operator {types.Length}");
            for (var i = 0; i < types.Length; i++)
            {
                Define(graph, defined, node.Outputs[i], after, node.ToString());
                Check(graph[node.Outputs[i]].Type == types[i], after, $"{node} yields {types[i]}, its value is {graph[node.Outputs[i]].Type}");
            }
        }

        foreach (var output in graph.Outputs)
        {
            Check(!output.Value.IsNone && defined[output.Value.Index], after, $"output '{output.Name}' is never defined");
        }

        Check(defined.All(x => x), after, "a value is neither input, constant nor result");
    }

    private static void Define(ModelGraph graph, bool[] defined, ValueId id, string after, string by)
    {
        Check(!id.IsNone && id.Index < defined.Length, after, $"{by} defines {id}, which does not exist");
        Check(!defined[id.Index], after, $"{by} defines '{graph[id].Name}' a second time");
        defined[id.Index] = true;
    }

    private static void Check(bool holds, string after, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"after {after}: {problem}");
        }
    }
}
