using System.Collections.Immutable;
using AccelSim.Graph.Onnx.Proto;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>One ONNX node on its way into the graph: its attributes and operands, and where the results go.</summary>
internal sealed class NodeImport(NodeProto proto, string name, long opset, GraphBuilder builder, Dictionary<string, ValueId> scope, string? folder)
{
    /// <summary>Results of at most this many elements are computed at once when all operands are known: these are the shape computations of exporters.</summary>
    private const long FoldLimit = 4096;

    private int _steps;

    public string Name => name;

    public string OnnxType => proto.OpType;

    public long Opset => opset;

    public AttributeReader Attributes { get; } = new(proto, folder);

    public int InputCount => proto.Input.Count;

    public int OutputCount => proto.Output.Count;

    public bool Has(int index) => index < proto.Input.Count && proto.Input[index].Length > 0;

    /// <summary>Whether a result is wanted by anyone.</summary>
    public bool Wants(int output) => output < proto.Output.Count && proto.Output[output].Length > 0;

    public ValueId Input(int index) => Has(index) ? scope[proto.Input[index]] : ValueId.None;

    public ValueId Required(int index) => Has(index) ? Input(index) : throw new ModelException($"operand {index} is missing");

    public TensorType Type(int index) => builder[Required(index)].Type;

    public TensorType Type(ValueId id) => builder[id].Type;

    /// <summary>The contents of an operand if they are known now, else null.</summary>
    public Tensor? Known(int index) => Has(index) ? Known(Input(index)) : null;

    /// <summary>The integers of an operand that must be known now, because a shape depends on them; null where it is absent.</summary>
    public long[]? KnownInts(int index, string what)
    {
        if (!Has(index))
        {
            return null;
        }

        var tensor = Known(index) ?? throw new ModelException(
            $"its {what} ('{proto.Input[index]}') are computed while the model runs, but shapes must be known before", "fix the input they depend on, or export with static shapes");
        return tensor.Element.IsInteger() ? tensor.ToInt64s() : throw new ModelException($"its {what} are {tensor.Element.ShortName()}, not integers");
    }

    /// <summary>Adds the operation whose results are the results of the ONNX node.</summary>
    public void Emit(Operator @operator, params ReadOnlySpan<ValueId> inputs)
    {
        var results = Add(name, @operator, inputs, proto.Output);
        for (var i = 0; i < results.Length; i++)
        {
            Bind(i, results[i]);
        }
    }

    /// <summary>Adds an operation on the way to the results.</summary>
    public ValueId Step(Operator @operator, params ReadOnlySpan<ValueId> inputs) => Add($"{name}/{@operator.Name}.{++_steps}", @operator, inputs, [])[0];

    /// <summary>Makes a value a result of the ONNX node.</summary>
    public void Bind(int output, ValueId value)
    {
        if (Wants(output) && !scope.TryAdd(proto.Output[output], value))
        {
            throw new ModelException($"its result '{proto.Output[output]}' is defined a second time");
        }
    }

    /// <summary>Makes a constant a result of the ONNX node.</summary>
    public void Bind(int output, Constant constant)
    {
        if (Wants(output))
        {
            Bind(output, builder.Constant(proto.Output[output], constant));
        }
    }

    /// <summary>A constant operand made up on the way.</summary>
    public ValueId Constant(Tensor tensor) => builder.Constant($"{name}/constant.{++_steps}", tensor);

    private Tensor? Known(ValueId id) => builder[id].Constant is InlineConstant inline ? inline.Contents : null;

    private ImmutableArray<ValueId> Add(string nodeName, Operator @operator, ReadOnlySpan<ValueId> inputs, IReadOnlyList<string> outputs)
    {
        if (Fold(nodeName, @operator, inputs, outputs) is { IsDefault: false } folded)
        {
            return folded;
        }

        return builder.Node(nodeName, OnnxType, @operator, inputs, outputs);
    }

    private ImmutableArray<ValueId> Fold(string nodeName, Operator @operator, ReadOnlySpan<ValueId> inputs, IReadOnlyList<string> outputs)
    {
        var operands = new Tensor?[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            operands[i] = inputs[i].IsNone ? null : Known(inputs[i]);
            if (!inputs[i].IsNone && (operands[i] is null || operands[i]!.Count > FoldLimit))
            {
                return default;
            }
        }

        if (@operator.Infer(Array.ConvertAll(operands, operand => operand?.Type)).Any(type => type.Shape.ElementCount > FoldLimit))
        {
            return default;
        }

        var results = Interpreter.Execute(@operator, operands);
        var ids = ImmutableArray.CreateBuilder<ValueId>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            ids.Add(builder.Constant(i < outputs.Count && outputs[i].Length > 0 ? outputs[i] : $"{nodeName}.out{i}", results[i]));
        }

        return ids.MoveToImmutable();
    }
}
