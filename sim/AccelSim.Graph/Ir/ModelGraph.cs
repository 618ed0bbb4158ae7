using System.Collections.Immutable;

namespace AccelSim.Graph;

/// <summary>
/// A model after import: typed values in single-assignment form with static shapes, and nodes in topological order.
/// Immutable; passes make new graphs through <see cref="GraphBuilder"/>.
/// </summary>
public sealed class ModelGraph
{
    private readonly int[] _producer;
    private readonly ImmutableArray<Node>[] _consumers;
    private readonly bool[] _isOutput;

    internal ModelGraph(string name, ImmutableArray<Value> values, ImmutableArray<Node> nodes, ImmutableArray<ValueId> inputs, ImmutableArray<GraphOutput> outputs)
    {
        Name = name;
        Values = values;
        Nodes = nodes;
        Inputs = inputs;
        Outputs = outputs;
        _producer = new int[values.Length];
        Array.Fill(_producer, -1);
        var users = new List<Node>?[values.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var output in nodes[i].Outputs)
            {
                _producer[output.Index] = i;
            }

            foreach (var input in nodes[i].Inputs.Distinct())
            {
                if (!input.IsNone)
                {
                    (users[input.Index] ??= []).Add(nodes[i]);
                }
            }
        }

        _consumers = [.. users.Select(list => list is null ? [] : list.ToImmutableArray())];
        _isOutput = new bool[values.Length];
        foreach (var output in outputs)
        {
            _isOutput[output.Value.Index] = true;
        }
    }

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary>All values, indexed by <see cref="ValueId.Index"/>.</summary>
    public ImmutableArray<Value> Values { get; }

    /// <summary>All nodes, every one after those whose results it reads.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>What the caller supplies for each run, in the model's order.</summary>
    public ImmutableArray<ValueId> Inputs { get; }

    /// <summary>What the caller receives, in the model's order.</summary>
    public ImmutableArray<GraphOutput> Outputs { get; }

    /// <summary>The constants, in order of their ids.</summary>
    public IEnumerable<Value> Constants => Values.Where(value => value.IsConstant);

    /// <summary>A value.</summary>
    public Value this[ValueId id] => Values[id.Index];

    /// <summary>The node that computes a value, or null for graph inputs, constants and <see cref="ValueId.None"/>.</summary>
    public Node? Producer(ValueId id) => id.IsNone || _producer[id.Index] < 0 ? null : Nodes[_producer[id.Index]];

    /// <summary>The nodes that read a value, each once, in topological order.</summary>
    public ImmutableArray<Node> Consumers(ValueId id) => _consumers[id.Index];

    /// <summary>True where a value is a result of the graph.</summary>
    public bool IsOutput(ValueId id) => _isOutput[id.Index];

    /// <summary>The only node that reads a value, or null where there are several, none, or it is also a graph output.</summary>
    public Node? OnlyConsumer(ValueId id) => !IsOutput(id) && Consumers(id) is [var only] ? only : null;

    /// <summary>The graph as text, one line per input, node and output.</summary>
    public override string ToString()
    {
        var lines = new List<string> { $"graph {Name}" };
        lines.AddRange(Inputs.Select(input => $"  input {this[input]}"));
        lines.AddRange(Nodes.Select(node => $"  {node} : {string.Join(", ", node.Outputs.Select(id => this[id].Type))}"));
        lines.AddRange(Outputs.Select(output => $"  output {output.Name} = {this[output.Value]}"));
        return string.Join('\n', lines);
    }
}
