using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Onnx;

/// <summary>Import of the ONNX operators that change shapes or make constants; whatever they take as operands that decides a shape becomes an attribute here.</summary>
internal static class ShapeImports
{
    private const long LargestRange = 1 << 24;

    public static IEnumerable<KeyValuePair<string, Action<NodeImport>>> Entries()
    {
        yield return new("Reshape", Reshape);
        yield return new("Flatten", Flatten);
        yield return new("Squeeze", Squeeze);
        yield return new("Unsqueeze", Unsqueeze);
        yield return new("Transpose", Transpose);
        yield return new("Expand", Expand);
        yield return new("Shape", ShapeOf);
        yield return new("Size", node => node.Bind(0, new InlineConstant(Tensor.Scalar(node.Type(0).Shape.ElementCount))));
        yield return new("Constant", Constant);
        yield return new("ConstantOfShape", ConstantOfShape);
        yield return new("Range", Range);
    }

    private static void Reshape(NodeImport node)
    {
        var from = node.Type(0).Shape;
        var wanted = node.KnownInts(1, "target extents") ?? throw new ModelException("operand 1 is missing");
        var keepZero = node.Attributes.Flag("allowzero", false);
        var dims = new long[wanted.Length];
        var open = -1;
        for (var i = 0; i < dims.Length; i++)
        {
            TypeRules.Check(wanted[i] >= -1, $"the target extent {wanted[i]} is negative");
            TypeRules.Check(wanted[i] != -1 || open < 0, $"[{string.Join(", ", wanted)}] has more than one open extent");
            TypeRules.Check(wanted[i] != 0 || keepZero || i < from.Rank, $"target extent {i} is to be copied from {from}, which has none there");
            open = wanted[i] == -1 ? i : open;
            dims[i] = wanted[i] == -1 ? 1 : wanted[i] == 0 && !keepZero ? from[i] : wanted[i];
        }

        if (open >= 0)
        {
            var known = new Shape(dims).ElementCount;
            TypeRules.Check(known > 0 && from.ElementCount % known == 0, $"{from} cannot be read as [{string.Join(", ", wanted)}]");
            dims[open] = from.ElementCount / known;
        }

        node.Emit(new Reshape(new Shape(dims)), node.Required(0));
    }

    private static void Flatten(NodeImport node)
    {
        var shape = node.Type(0).Shape;
        var axis = node.Attributes.Int("axis", 1);
        TypeRules.Check(axis >= -shape.Rank && axis <= shape.Rank, $"axis {axis} does not exist in rank {shape.Rank}");
        var at = (int)(axis < 0 ? axis + shape.Rank : axis);
        node.Emit(new Reshape(new Shape(shape.Product(0, at), shape.Product(at, shape.Rank))), node.Required(0));
    }

    private static void Squeeze(NodeImport node)
    {
        var shape = node.Type(0).Shape;
        var given = node.Opset >= 13 ? node.KnownInts(1, "axes") : node.Attributes.Ints("axes");
        var axes = given is null
            ? [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == 1)]
            : given.Select(axis => TypeRules.Axis(axis, shape.Rank)).ToHashSet();
        TypeRules.Check(axes.All(axis => shape[axis] == 1), $"{shape} is not 1 along every one of the axes {string.Join(", ", axes.Order())}");
        node.Emit(new Reshape(Shape.Of(shape.Dims.Where((_, axis) => !axes.Contains(axis)))), node.Required(0));
    }

    private static void Unsqueeze(NodeImport node)
    {
        var shape = node.Type(0).Shape;
        var given = (node.Opset >= 13 ? node.KnownInts(1, "axes") : node.Attributes.Ints("axes")) ?? throw new ModelException("its axes are missing");
        var rank = shape.Rank + given.Length;
        var axes = given.Select(axis => TypeRules.Axis(axis, rank)).ToHashSet();
        TypeRules.Check(axes.Count == given.Length, $"axes [{string.Join(", ", given)}] name one axis twice");
        var next = 0;
        node.Emit(new Reshape(Shape.Of(Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : shape[next++]).ToArray())), node.Required(0));
    }

    private static void Transpose(NodeImport node)
    {
        var rank = node.Type(0).Shape.Rank;
        node.Emit(new Transpose(Ints.Of(node.Attributes.Ints("perm") ?? Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis))), node.Required(0));
    }

    private static void Expand(NodeImport node)
    {
        var wanted = new Shape(node.KnownInts(1, "target extents") ?? throw new ModelException("operand 1 is missing"));
        var shape = Shape.Broadcast(node.Type(0).Shape, wanted) ?? throw new ModelException($"{node.Type(0).Shape} does not broadcast with {wanted}");
        node.Emit(new Expand(shape), node.Required(0));
    }

    private static void ShapeOf(NodeImport node)
    {
        var dims = node.Type(0).Shape.Dims;
        long Clamp(long at) => Math.Clamp(at < 0 ? at + dims.Length : at, 0, dims.Length);
        var start = Clamp(Math.Max(node.Attributes.Int("start", 0), -dims.Length));
        var end = Clamp(Math.Max(node.Attributes.Int("end", dims.Length), -dims.Length));
        node.Bind(0, new InlineConstant(Tensor.Vector<long>([.. dims.Skip((int)start).Take((int)Math.Max(0, end - start))])));
    }

    private static void Constant(NodeImport node)
    {
        var constant = node.Attributes.Tensor("value");
        if (node.Attributes.Has("value_int"))
        {
            constant = new InlineConstant(Tensor.Scalar(node.Attributes.Int("value_int", 0)));
        }
        else if (node.Attributes.Has("value_float"))
        {
            constant = new InlineConstant(Tensor.Scalar((float)node.Attributes.Float("value_float", 0)));
        }
        else if (node.Attributes.Ints("value_ints") is { } integers)
        {
            constant = new InlineConstant(Tensor.Vector<long>(integers));
        }
        else if (node.Attributes.Floats("value_floats") is { } floats)
        {
            constant = new InlineConstant(Tensor.Vector<float>(floats));
        }

        node.Bind(0, constant ?? throw new ModelException("a constant without a supported value"));
    }

    private static void ConstantOfShape(NodeImport node)
    {
        var shape = new Shape(node.KnownInts(0, "extents") ?? throw new ModelException("operand 0 is missing"));
        var value = node.Attributes.Tensor("value")?.Load() ?? Tensor.Vector(0f);
        TypeRules.Check(value.Count == 1, $"its value {value} is not one element");
        var filled = new FilledConstant(new TensorType(value.Element, shape), value);
        node.Bind(0, shape.ElementCount <= 4096 ? new InlineConstant(filled.Load()) : filled);
    }

    private static void Range(NodeImport node)
    {
        var type = node.Type(0).Element;
        var known = Enumerable.Range(0, 3)
            .Select(i => node.Known(i) is { Count: 1 } tensor ? tensor.ToDoubles()[0] : throw new ModelException("its limits are computed while the model runs, but shapes must be known before"))
            .ToArray();
        TypeRules.Check(known[2] != 0, "its step is 0");
        var count = Math.Max(0, Math.Ceiling((known[1] - known[0]) / known[2]));
        TypeRules.Check(count <= LargestRange, $"it has {count} elements, more than {LargestRange}");
        var values = Enumerable.Range(0, (int)count).Select(i => known[0] + i * known[2]).ToArray();
        node.Bind(0, new InlineConstant(Tensor.FromDoubles(new TensorType(type, new Shape((long)count)), values)));
    }
}
