using System.Collections.Immutable;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Operators that move elements without looking at them; all work on bytes, whatever the element type.</summary>
internal static class MovementKernels
{
    public static Tensor Transpose(Transpose op, Tensor x, TensorType type)
    {
        var strides = x.Shape.Strides();
        return Strided(x, type, [.. op.Permutation.Select(axis => strides[axis])], 0);
    }

    public static Tensor Expand(Tensor x, TensorType type) => Strided(x, type, x.Shape.BroadcastStrides(type.Shape), 0);

    public static Tensor Slice(Slice op, Tensor x, TensorType type)
    {
        var strides = x.Shape.Strides();
        var start = 0L;
        for (var axis = 0; axis < strides.Length; axis++)
        {
            start += op.Starts[axis] * strides[axis];
            strides[axis] *= op.Steps[axis];
        }

        return Strided(x, type, strides, start);
    }

    public static Tensor Concat(Concat op, Tensor?[] operands, TensorType type)
    {
        var result = new Tensor(type);
        var rows = (int)type.Shape.Product(0, op.Axis);
        var at = 0;
        for (var row = 0; row < rows; row++)
        {
            foreach (var operand in operands)
            {
                var run = operand!.Bytes.Length / rows;
                operand.Bytes.Slice(row * run, run).CopyTo(result.Bytes[at..]);
                at += run;
            }
        }

        return result;
    }

    public static Tensor[] Split(Split op, Tensor x, ImmutableArray<TensorType> types)
    {
        var strides = x.Shape.Strides();
        var start = 0L;
        var results = new Tensor[types.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Strided(x, types[i], strides, start);
            start += op.Sizes[i] * strides[op.Axis];
        }

        return results;
    }

    public static Tensor Tile(Tensor x, TensorType type)
    {
        var result = new Tensor(type);
        var size = x.Element.SizeInBytes();
        var strides = x.Shape.Strides();
        var position = new Odometer(type.Shape, new long[strides.Length]);
        for (var i = 0; i < result.Count; i++)
        {
            var offset = 0L;
            for (var axis = 0; axis < strides.Length; axis++)
            {
                offset += position[axis] % x.Shape[axis] * strides[axis];
            }

            x.Bytes.Slice((int)offset * size, size).CopyTo(result.Bytes[(i * size)..]);
            position.Advance();
        }

        return result;
    }

    public static Tensor Pad(Pad op, Tensor x, TensorType type)
    {
        var filler = Tensor.FromDoubles(new TensorType(x.Element, Shape.Scalar), [op.Value]);
        var result = new Tensor(type);
        var size = x.Element.SizeInBytes();
        var strides = x.Shape.Strides();
        var position = new Odometer(type.Shape, new long[strides.Length]);
        for (var i = 0; i < result.Count; i++)
        {
            var offset = 0L;
            for (var axis = 0; axis < strides.Length && offset >= 0; axis++)
            {
                var index = Source(position[axis] - op.Begins[axis], x.Shape[axis], op.Mode);
                offset = index < 0 ? -1 : offset + index * strides[axis];
            }

            var source = offset < 0 ? filler.Bytes : x.Bytes.Slice((int)offset * size, size);
            source.CopyTo(result.Bytes[(i * size)..]);
            position.Advance();
        }

        return result;
    }

    public static Tensor Trilu(Trilu op, Tensor x)
    {
        var result = new Tensor(x.Type);
        x.Bytes.CopyTo(result.Bytes);
        var size = x.Element.SizeInBytes();
        var (rows, columns) = (x.Shape[-2], x.Shape[-1]);
        for (var i = 0; i < result.Count; i++)
        {
            var (row, column) = (i / columns % rows, i % columns);
            // In Int128, because a hostile diagonal offset may be close to the ends of Int64.
            if (op.Upper ? (Int128)column - row < op.Diagonal : (Int128)column - row > op.Diagonal)
            {
                result.Bytes.Slice(i * size, size).Clear();
            }
        }

        return result;
    }

    /// <summary>Where a padded element comes from along one axis; -1 for the constant.</summary>
    private static long Source(long index, long extent, PadMode mode)
    {
        if (index >= 0 && index < extent)
        {
            return index;
        }

        switch (mode)
        {
            case PadMode.Constant:
                return -1;
            case PadMode.Edge:
                return index < 0 ? 0 : extent - 1;
            case PadMode.Wrap:
                return (index % extent + extent) % extent;
            default:
                var period = Math.Max(1, 2 * (extent - 1));
                var phase = (index % period + period) % period;
                return phase < extent ? phase : period - phase;
        }
    }

    private static Tensor Strided(Tensor x, TensorType type, long[] strides, long start)
    {
        var result = new Tensor(type);
        var size = x.Element.SizeInBytes();
        var from = new Odometer(type.Shape, strides, start);
        var source = x.Bytes;
        var destination = result.Bytes;
        for (var i = 0; i < result.Count; i++)
        {
            source.Slice((int)from.Offset * size, size).CopyTo(destination[(i * size)..]);
            from.Advance();
        }

        return result;
    }
}
