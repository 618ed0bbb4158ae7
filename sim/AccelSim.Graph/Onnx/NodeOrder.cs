using AccelSim.Graph.Onnx.Proto;

namespace AccelSim.Graph.Onnx;

/// <summary>Brings the nodes of a file into topological order, keeping the file's order among those that are ready.</summary>
internal static class NodeOrder
{
    /// <summary>Sorts.</summary>
    /// <param name="nodes">The nodes of the file.</param>
    /// <param name="names">A name for each node.</param>
    /// <param name="given">Names of inputs and initializers.</param>
    /// <returns>Indices of the nodes in a legal order.</returns>
    /// <exception cref="ModelException">A value is read that nothing defines, defined twice, or depends on itself.</exception>
    public static List<int> Sort(IReadOnlyList<NodeProto> nodes, IReadOnlyList<string> names, IEnumerable<string> given)
    {
        const int Given = -1;
        var producer = given.ToDictionary(name => name, _ => Given);
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var output in nodes[i].Output)
            {
                if (output.Length > 0 && !producer.TryAdd(output, i))
                {
                    throw new ModelException($"its result '{output}' is defined a second time", node: names[i]);
                }
            }
        }

        var waiting = new int[nodes.Count];
        var readers = new List<int>[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var input in nodes[i].Input.Where(input => input.Length > 0).Distinct())
            {
                if (!producer.TryGetValue(input, out var source))
                {
                    throw new ModelException($"it reads '{input}', which nothing defines", node: names[i]);
                }

                if (source != Given)
                {
                    waiting[i]++;
                    (readers[source] ??= []).Add(i);
                }
            }
        }

        var ready = new SortedSet<int>(Enumerable.Range(0, nodes.Count).Where(i => waiting[i] == 0));
        var order = new List<int>(nodes.Count);
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            order.Add(next);
            foreach (var reader in readers[next] ?? [])
            {
                if (--waiting[reader] == 0)
                {
                    ready.Add(reader);
                }
            }
        }

        if (order.Count < nodes.Count)
        {
            var stuck = Enumerable.Range(0, nodes.Count).First(i => waiting[i] > 0);
            throw new ModelException($"the graph is cyclic: it and {nodes.Count - order.Count - 1} more nodes wait for each other's results", node: names[stuck]);
        }

        return order;
    }
}
