using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>Import of the ONNX operators that move elements.</summary>
internal static class MovementImports
{
    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> Entries()
    {
        yield return new("Concat", Concat);
        yield return new("Split", Split);
        yield return new("Slice", Slice);
        yield return new("Gather", node => node.Emit(new Gather(Axis(node, 0, 0)), node.Required(0), node.Required(1)));
        yield return new("GatherElements", node => node.Emit(new GatherElements(Axis(node, 0, 0)), node.Required(0), node.Required(1)));
        yield return new("Pad", Pad);
        yield return new("Tile", node => node.Emit(new Tile(Ints.Of(node.KnownInts(1, "repeats") ?? throw new ModelException("operand 1 is missing"))), node.Required(0)));
        yield return new("Trilu", node => node.Emit(new Trilu(node.Attributes.Flag("upper", true), node.KnownInts(1, "diagonal") is [var k, ..] ? k : 0), node.Required(0)));
        yield return new("DepthToSpace", DepthToSpace);
        yield return new("SpaceToDepth", SpaceToDepth);
    }

    private static int Axis(NodeImport node, int operand, long missing) => TypeRules.Axis(node.Attributes.Int("axis", missing), node.Type(operand).Shape.Rank);

    private static void Concat(NodeImport node)
    {
        var inputs = Enumerable.Range(0, node.InputCount).Select(node.Required).ToArray();
        node.Emit(new Concat(Axis(node, 0, 0)), inputs);
    }

    private static void Split(NodeImport node)
    {
        var axis = Axis(node, 0, 0);
        var extent = node.Type(0).Shape[axis];
        var sizes = node.Opset >= 13 ? node.KnownInts(1, "sizes") : node.Attributes.Ints("split");
        if (sizes is null)
        {
            var parts = Math.Max(1, node.OutputCount);
            var each = (extent + parts - 1) / parts;
            sizes = [.. Enumerable.Range(0, parts).Select(i => Math.Clamp(extent - i * each, 0, each))];
        }

        TypeRules.Check(sizes.Length == node.OutputCount, $"{sizes.Length} parts for {node.OutputCount} results");
        node.Emit(new Split(axis, Ints.Of(sizes)), node.Required(0));
    }

    private static void Slice(NodeImport node)
    {
        var shape = node.Type(0).Shape;
        var old = node.Opset < 10;
        var starts = (old ? node.Attributes.Ints("starts") : node.KnownInts(1, "starts")) ?? throw new ModelException("its starts are missing");
        var ends = (old ? node.Attributes.Ints("ends") : node.KnownInts(2, "ends")) ?? throw new ModelException("its ends are missing");
        var axes = (old ? node.Attributes.Ints("axes") : node.KnownInts(3, "axes")) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = (old ? null : node.KnownInts(4, "steps")) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        TypeRules.Check(starts.Length == ends.Length && starts.Length == axes.Length && starts.Length == steps.Length, "its starts, ends, axes and steps are not equally many");
        var (first, step, length) = (new long[shape.Rank], Enumerable.Repeat(1L, shape.Rank).ToArray(), shape.Dims.ToArray());
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = TypeRules.Axis(axes[i], shape.Rank);
            (first[axis], length[axis]) = Resolve(starts[i], ends[i], steps[i], shape[axis]);
            step[axis] = steps[i];
        }

        node.Emit(new Slice(Ints.Of(first), Ints.Of(step), Ints.Of(length)), node.Required(0));
    }

    /// <summary>Start and number of elements of a Python-style slice: negative positions count from the end, positions beyond it are clamped.</summary>
    private static (long Start, long Length) Resolve(long start, long end, long step, long extent)
    {
        TypeRules.Check(step != 0, "a step is 0");
        var (low, high) = step > 0 ? (0L, extent) : (-1L, extent - 1);
        var from = Math.Clamp(start < 0 ? start + extent : start, Math.Max(low, 0) - (step < 0 && extent == 0 ? 1 : 0), Math.Max(high, low));
        var to = Math.Clamp(end < 0 ? (end < -extent ? low : end + extent) : end, low, Math.Max(high, low));
        var span = step > 0 ? to - from : from - to;
        var stride = step == long.MinValue ? (Int128)long.MaxValue + 1 : Int128.Abs(step);
        return (Math.Max(from, 0), span <= 0 ? 0 : (long)((span + stride - 1) / stride));
    }

    private static void Pad(NodeImport node)
    {
        var rank = node.Type(0).Shape.Rank;
        var old = node.Opset < 11;
        var pads = (old ? node.Attributes.Ints("pads") : node.KnownInts(1, "pads")) ?? throw new ModelException("its pads are missing");
        var axes = (old ? null : node.KnownInts(3, "axes")) ?? [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
        TypeRules.Check(pads.Length == 2 * axes.Length, $"{pads.Length} pads are given for {axes.Length} axes");
        var (begins, ends) = (new long[rank], new long[rank]);
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = TypeRules.Axis(axes[i], rank);
            (begins[axis], ends[axis]) = (pads[i], pads[i + axes.Length]);
        }

        var mode = node.Attributes.Text("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            "wrap" => PadMode.Wrap,
            var other => throw new ModelException($"mode '{other}' is not known"),
        };
        var value = old ? node.Attributes.Float("value", 0)
            : !node.Has(2) ? 0
            : (node.Known(2) ?? throw new ModelException("its value is computed while the model runs, which is not supported")).ToDoubles() is [var only] ? only
            : throw new ModelException("its value is not one element");
        node.Emit(new Pad(Ints.Of(begins), Ints.Of(ends), mode, value), node.Required(0));
    }

    private static void DepthToSpace(NodeImport node)
    {
        var (shape, block) = Blocks(node);
        var (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3]);
        TypeRules.Check(c % (block * block) == 0, $"{c} channels do not divide into blocks of {block}");
        var depth = c / (block * block);
        var columnFirst = node.Attributes.Text("mode", "DCR") == "CRD";
        var split = node.Step(new Reshape(columnFirst ? new Shape(n, depth, block, block, h, w) : new Shape(n, block, block, depth, h, w)), node.Required(0));
        var moved = node.Step(new Transpose(columnFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]), split);
        node.Emit(new Reshape(new Shape(n, depth, h * block, w * block)), moved);
    }

    private static void SpaceToDepth(NodeImport node)
    {
        var (shape, block) = Blocks(node);
        var (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3]);
        TypeRules.Check(h % block == 0 && w % block == 0, $"{shape} does not divide into blocks of {block}");
        var split = node.Step(new Reshape(new Shape(n, c, h / block, block, w / block, block)), node.Required(0));
        var moved = node.Step(new Transpose([0, 3, 5, 1, 2, 4]), split);
        node.Emit(new Reshape(new Shape(n, c * block * block, h / block, w / block)), moved);
    }

    private static (Shape Shape, long Block) Blocks(NodeImport node)
    {
        var shape = node.Type(0).Shape;
        var block = node.Attributes.Int("blocksize", 0);
        TypeRules.Check(shape.Rank == 4, $"operand {shape} does not have rank 4");
        return block is > 0 and < 1 << 15 ? (shape, block) : throw new ModelException($"block size {block} is not usable");
    }
}
