using System.Collections.Immutable;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>Builds a <see cref="ModelGraph"/> front to back: a node can only read values that exist already, so the result is in topological order.</summary>
public sealed class GraphBuilder(string name)
{
    private readonly List<Value> _values = [];
    private readonly List<Node> _nodes = [];
    private readonly List<ValueId> _inputs = [];
    private readonly List<GraphOutput> _outputs = [];
    private readonly HashSet<string> _valueNames = [];
    private readonly HashSet<string> _nodeNames = [];

    /// <summary>Whether two nodes may have one name for now: a fused node takes the name of a node that is dead but still there.</summary>
    internal bool KeepsNodeNames { get; init; }

    /// <summary>A value added earlier.</summary>
    public Value this[ValueId id] => _values[id.Index];

    /// <summary>Adds an input of the graph.</summary>
    public ValueId Input(string valueName, TensorType type)
    {
        var id = NewValue(valueName, type, null);
        _inputs.Add(id);
        return id;
    }

    /// <summary>Adds a constant.</summary>
    public ValueId Constant(string valueName, Constant constant) => NewValue(valueName, constant.Type, constant);

    /// <summary>Adds a constant with its contents.</summary>
    public ValueId Constant(string valueName, Tensor contents) => Constant(valueName, new InlineConstant(contents));

    /// <summary>Adds a node with one result; the type of the result follows from the operator.</summary>
    public ValueId Node(string nodeName, Operator @operator, params ReadOnlySpan<ValueId> inputs) =>
        Node(nodeName, @operator.Name, @operator, inputs, [nodeName + ".out"])[0];

    /// <summary>Adds a node; the types of the results follow from the operator.</summary>
    /// <param name="nodeName">Name of the node; made unique if it is taken.</param>
    /// <param name="onnxType">The ONNX operator name shown to people.</param>
    /// <param name="operator">What it computes.</param>
    /// <param name="inputs">Operands, all added earlier, or <see cref="ValueId.None"/>.</param>
    /// <param name="outputNames">Names of the results, one per result of the operator; missing ones are derived.</param>
    /// <exception cref="ModelException">The operator does not accept operands of these types.</exception>
    public ImmutableArray<ValueId> Node(string nodeName, string onnxType, Operator @operator, ReadOnlySpan<ValueId> inputs, IReadOnlyList<string> outputNames)
    {
        var types = new TensorType?[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            types[i] = inputs[i].IsNone ? null : _values[inputs[i].Index].Type;
        }

        ImmutableArray<TensorType> results;
        try
        {
            results = @operator.Infer(types);
        }
        catch (ModelException problem)
        {
            throw problem.At(null, nodeName);
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new ModelException(problem.Message, node: nodeName, inner: problem);
        }

        var outputs = ImmutableArray.CreateBuilder<ValueId>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            outputs.Add(NewValue(i < outputNames.Count && outputNames[i].Length > 0 ? outputNames[i] : $"{nodeName}.out{i}", results[i], null));
        }

        _nodes.Add(new Node(KeepsNodeNames ? nodeName : Unique(nodeName, _nodeNames), onnxType, @operator, [.. inputs], outputs.MoveToImmutable()));
        return _nodes[^1].Outputs;
    }

    /// <summary>Names a value as a result of the graph.</summary>
    public void Output(string outputName, ValueId value) => _outputs.Add(new GraphOutput(outputName, value));

    /// <summary>The graph built so far.</summary>
    public ModelGraph Build() => new(name, [.. _values], [.. _nodes], [.. _inputs], [.. _outputs]);

    private static string Unique(string wanted, HashSet<string> taken)
    {
        var candidate = wanted;
        for (var i = 2; !taken.Add(candidate); i++)
        {
            candidate = $"{wanted}#{i}";
        }

        return candidate;
    }

    private ValueId NewValue(string valueName, TensorType type, Constant? constant)
    {
        var id = new ValueId(_values.Count);
        _values.Add(new Value(id, Unique(valueName, _valueNames), type, constant));
        return id;
    }
}
