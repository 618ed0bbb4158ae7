using AccelSim.Graph.Onnx.Proto;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>Gives the graph inputs static shapes: binds symbolic dimensions to what the person said, and complains about the ones left open.</summary>
internal sealed class DimensionBinder
{
    private readonly LoadOptions _options;
    private readonly Dictionary<string, long> _bound = [];
    private readonly List<string> _open = [];
    private readonly HashSet<string> _symbols = [];
    private bool _batchUsed;

    public DimensionBinder(LoadOptions options, IReadOnlyCollection<ValueInfoProto> inputs)
    {
        _options = options;
        foreach (var (symbol, value) in options.Dimensions)
        {
            _bound[symbol] = value >= 0 ? value : throw new ModelException($"dimension {symbol} is bound to {value}, which is negative");
        }

        if (options.Batch is { } batch)
        {
            BindBatch(batch, inputs);
        }
    }

    /// <summary>The type of an input.</summary>
    public TensorType Bind(ValueInfoProto input)
    {
        var tensor = input.Type?.TensorType ?? throw new ModelException("the input is not a tensor", node: input.Name);
        var element = OnnxElementType.Of(tensor.ElemType, "the input");
        if (tensor.Shape is null)
        {
            throw new ModelException("the input has no shape, not even a rank", "export the model with shapes", node: input.Name);
        }

        var dims = new long[tensor.Shape.Dim.Count];
        for (var axis = 0; axis < dims.Length; axis++)
        {
            dims[axis] = Extent(tensor.Shape.Dim[axis], input.Name, axis);
        }

        try
        {
            return new TensorType(element, new Shape(dims));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ModelException($"the input has the impossible shape [{string.Join(", ", dims)}]", node: input.Name);
        }
    }

    /// <summary>Complains about open dimensions and about bindings that match nothing; call after all inputs are bound.</summary>
    public void Finish()
    {
        if (_open.Count > 0)
        {
            var batchHint = _open.Any(entry => entry.EndsWith(" [batch]", StringComparison.Ordinal)) ? ", or --batch 1 for the leading one" : "";
            var first = _open[0].Split(' ')[0];
            throw new ModelException(
                $"these symbolic dimensions have no value: {string.Join(", ", _open.Select(entry => entry.Replace(" [batch]", "", StringComparison.Ordinal)))}",
                $"bind each, as in --dim {first}=1{batchHint}");
        }

        var unknown = _options.Dimensions.Keys.Where(symbol => !_symbols.Contains(symbol)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new ModelException(
                $"no input has a symbolic dimension '{unknown}'",
                _symbols.Count == 0 ? "the model has no symbolic dimensions" : $"it has {string.Join(", ", _symbols.Order(StringComparer.Ordinal))}");
        }

        if (_options.Batch is { } batch && !_batchUsed)
        {
            throw new ModelException($"the batch is fixed in the model and is not {batch}", "leave the batch out, or export the model with a symbolic batch");
        }
    }

    private void BindBatch(long batch, IReadOnlyCollection<ValueInfoProto> inputs)
    {
        if (batch < 1)
        {
            throw new ModelException($"a batch of {batch} is not possible");
        }

        // The batch symbol is the one that leads the first input with a symbolic leading dimension.
        foreach (var input in inputs)
        {
            if (input.Type?.TensorType?.Shape?.Dim is [var first, ..])
            {
                if (first.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue)
                {
                    _bound.TryAdd(Symbol(first, input.Name, 0), batch);
                    _batchUsed = true;
                    return;
                }

                _batchUsed |= first.DimValue == batch;
            }
        }
    }

    private static string Symbol(TensorShapeProto.Types.Dimension dimension, string input, int axis) =>
        dimension.DimParam.Length > 0 ? dimension.DimParam : $"{input}:{axis}";

    private long Extent(TensorShapeProto.Types.Dimension dimension, string input, int axis)
    {
        if (dimension.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && dimension.DimValue >= 0)
        {
            return dimension.DimValue;
        }

        var symbol = Symbol(dimension, input, axis);
        _symbols.Add(symbol);
        if (_bound.TryGetValue(symbol, out var value))
        {
            return value;
        }

        if (!_open.Any(entry => entry.Split(' ')[0] == symbol))
        {
            _open.Add($"{symbol} (axis {axis} of '{input}')" + (axis == 0 ? " [batch]" : ""));
        }

        return 1;
    }
}
