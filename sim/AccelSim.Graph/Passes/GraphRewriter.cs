using System.Collections.Immutable;
using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Passes;

/// <summary>Copies a graph node by node, letting a pass put something else in the place of some nodes. Constants are copied when first read.</summary>
public sealed class GraphRewriter
{
    private readonly ModelGraph _source;
    private readonly GraphBuilder _builder;
    private readonly ValueId[] _map;

    /// <summary>Starts a copy that has the inputs of the source and nothing else.</summary>
    /// <param name="source">The graph to copy.</param>
    /// <param name="keepsNodeNames">Whether a node may take the name of another one that dead-code removal will take away.</param>
    public GraphRewriter(ModelGraph source, bool keepsNodeNames = false)
    {
        _source = source;
        _builder = new GraphBuilder(source.Name) { KeepsNodeNames = keepsNodeNames };
        _map = new ValueId[source.Values.Length];
        Array.Fill(_map, ValueId.None);
        foreach (var input in source.Inputs)
        {
            _map[input.Index] = _builder.Input(source[input].Name, source[input].Type);
        }
    }

    /// <summary>What a value of the source has become.</summary>
    public ValueId Map(ValueId old)
    {
        if (old.IsNone)
        {
            return old;
        }

        if (_map[old.Index].IsNone && _source[old].Constant is { } constant)
        {
            _map[old.Index] = _builder.Constant(_source[old].Name, constant);
        }

        return _map[old.Index];
    }

    /// <summary>What several values of the source have become.</summary>
    public ValueId[] Map(IEnumerable<ValueId> old) => [.. old.Select(Map)];

    /// <summary>A value of the copy.</summary>
    public Value this[ValueId copied] => _builder[copied];

    /// <summary>Adds a constant to the copy.</summary>
    public ValueId Constant(string name, Constant constant) => _builder.Constant(name, constant);

    /// <summary>Copies a node as it is.</summary>
    public void Keep(Node node) => Replace(node, node.Name, node.OnnxType, node.Operator, Map(node.Inputs));

    /// <summary>Puts one operation in the place of a node: its results stand for the node's results and keep their names.</summary>
    /// <param name="node">The node of the source.</param>
    /// <param name="name">Name of the operation.</param>
    /// <param name="onnxType">The ONNX operators it stands for.</param>
    /// <param name="operator">What it computes.</param>
    /// <param name="inputs">Its operands, values of the copy.</param>
    public void Replace(Node node, string name, string onnxType, Operator @operator, params ReadOnlySpan<ValueId> inputs)
    {
        var outputs = _builder.Node(name, onnxType, @operator, inputs, [.. node.Outputs.Select(id => _source[id].Name)]);
        for (var i = 0; i < node.Outputs.Length; i++)
        {
            _map[node.Outputs[i].Index] = outputs[i];
        }
    }

    /// <summary>Lets a value of the copy stand for a value of the source.</summary>
    public void Alias(ValueId old, ValueId copied) => _map[old.Index] = copied;

    /// <summary>The finished copy.</summary>
    public ModelGraph Finish()
    {
        foreach (var output in _source.Outputs)
        {
            _builder.Output(output.Name, Map(output.Value));
        }

        return _builder.Build();
    }

    /// <summary>Names of fused operations joined for people: <c>Conv+Relu</c>.</summary>
    public static string Join(params ReadOnlySpan<Node?> nodes)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var node in nodes)
        {
            if (node is not null)
            {
                names.Add(node.OnnxType);
            }
        }

        return string.Join('+', names);
    }
}
