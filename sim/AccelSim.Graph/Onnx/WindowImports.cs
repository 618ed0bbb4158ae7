using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Onnx;

/// <summary>Import of the ONNX operators with sliding windows: convolution and pooling.</summary>
internal static class WindowImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> Entries()
    {
        yield return new("Conv", Conv);
        yield return new("MaxPool", node => Pool(node, PoolKind.Max));
        yield return new("AveragePool", node => Pool(node, PoolKind.Average));
        yield return new("GlobalAveragePool", node => node.Emit(new GlobalPool(PoolKind.Average), node.Required(0)));
        yield return new("GlobalMaxPool", node => node.Emit(new GlobalPool(PoolKind.Max), node.Required(0)));
    }

    private static void Conv(NodeImport node)
    {
        var kernel = node.Attributes.Ints("kernel_shape") ?? [.. node.Type(1).Shape.Dims.Skip(2)];
        node.Emit(
            new Conv { Window = ReadWindow(node, kernel), Groups = node.Attributes.Int("group", 1) }, node.Required(0), node.Required(1), node.Input(2));
    }

    private static void Pool(NodeImport node, PoolKind kind)
    {
        if (node.Wants(1))
        {
            throw new ModelException("the indices of a maximum pooling are not supported");
        }

        var kernel = node.Attributes.Ints("kernel_shape") ?? throw new ModelException("attribute 'kernel_shape' is missing");
        var ceil = node.Attributes.Flag("ceil_mode", false);
        node.Emit(
            new Pool
            {
                Kind = kind,
                Window = ReadWindow(node, kernel),
                CeilMode = ceil,
                CountIncludePad = kind == PoolKind.Average && node.Attributes.Flag("count_include_pad", false),
            },
            node.Required(0));
    }

    private static Window ReadWindow(NodeImport node, long[] kernel)
    {
        var rank = kernel.Length;
        var pads = node.Attributes.Ints("pads") ?? new long[2 * rank];
        if (pads.Length != 2 * rank)
        {
            throw new ModelException($"{pads.Length} pads are given for {rank} spatial axes");
        }

        var window = new Window
        {
            Kernel = Ints.Of(kernel),
            Strides = Ints.Of(node.Attributes.Ints("strides") ?? Enumerable.Repeat(1L, rank)),
            PadsBegin = Ints.Of(pads.Take(rank)),
            PadsEnd = Ints.Of(pads.Skip(rank)),
            Dilations = Ints.Of(node.Attributes.Ints("dilations") ?? Enumerable.Repeat(1L, rank)),
        };
        window.Validate(node.Type(0));
        var automatic = node.Attributes.Text("auto_pad", "NOTSET");
        return automatic switch
        {
            "NOTSET" or "" => window,
            "VALID" => window with { PadsBegin = Ints.Repeat(0, rank), PadsEnd = Ints.Repeat(0, rank) },
            "SAME_UPPER" => Same(node, window, false),
            "SAME_LOWER" => Same(node, window, true),
            _ => throw new ModelException($"auto_pad '{automatic}' is not known"),
        };
    }

    /// <summary>Pads so that every stride yields one result; an odd element goes after the operand, or before it.</summary>
    private static Window Same(NodeImport node, Window window, bool oddBefore)
    {
        var begin = new long[window.Rank];
        var end = new long[window.Rank];
        for (var axis = 0; axis < window.Rank; axis++)
        {
            var input = node.Type(0).Shape[axis + 2];
            var output = (input + window.Strides[axis] - 1) / window.Strides[axis];
            var total = Math.Max(0, (output - 1) * window.Strides[axis] + window.Reach(axis) - input);
            begin[axis] = oddBefore ? (total + 1) / 2 : total / 2;
            end[axis] = total - begin[axis];
        }

        return window with { PadsBegin = Ints.Of(begin), PadsEnd = Ints.Of(end) };
    }
}
