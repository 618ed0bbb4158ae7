using System.Collections.Immutable;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Operators that follow the order of elements along one axis.</summary>
internal static class OrderKernels
{
    public static Tensor ArgReduce(ArgReduce op, Tensor x, TensorType type)
    {
        var values = x.ToDoubles();
        var (lines, length, stride) = Lines(x.Shape, op.Axis);
        var result = new long[lines];
        for (var line = 0; line < lines; line++)
        {
            var start = Start(line, length, stride);
            var best = 0;
            for (var i = 1; i < length; i++)
            {
                var order = values[start + i * stride].CompareTo(values[start + best * stride]) * (op.Largest ? 1 : -1);
                if (order > 0 || (order == 0 && op.SelectLast))
                {
                    best = i;
                }
            }

            result[line] = best;
        }

        return Tensor.FromInt64s(type, result);
    }

    public static Tensor[] TopK(TopK op, Tensor x, ImmutableArray<TensorType> types)
    {
        var values = x.ToDoubles();
        var (lines, length, stride) = Lines(x.Shape, op.Axis);
        var best = new double[types[0].Shape.ElementCount];
        var indices = new long[best.Length];
        for (var line = 0; line < lines; line++)
        {
            var start = Start(line, length, stride);
            var order = Enumerable.Range(0, length);
            order = op.Largest ? order.OrderByDescending(i => values[start + i * stride]) : order.OrderBy(i => values[start + i * stride]);
            var at = Start(line, (int)op.K, stride);
            foreach (var i in order.Take((int)op.K))
            {
                best[at] = values[start + i * stride];
                indices[at] = i;
                at += stride;
            }
        }

        return [Tensor.FromDoubles(types[0], best), Tensor.FromInt64s(types[1], indices)];
    }

    public static Tensor CumSum(CumSum op, Tensor x)
    {
        var values = x.ToDoubles();
        var (lines, length, stride) = Lines(x.Shape, op.Axis);
        for (var line = 0; line < lines; line++)
        {
            var start = Start(line, length, stride);
            var sum = 0.0;
            for (var i = 0; i < length; i++)
            {
                ref var value = ref values[start + (op.Reverse ? length - 1 - i : i) * stride];
                var next = sum + value;
                value = op.Exclusive ? sum : next;
                sum = next;
            }
        }

        return Tensor.FromDoubles(x.Type, values);
    }

    private static (int Lines, int Length, int Stride) Lines(Shape shape, int axis)
    {
        var length = shape.Rank == 0 ? 1 : (int)shape[axis];
        return (length == 0 ? 0 : (int)(shape.ElementCount / length), length, shape.Rank == 0 ? 1 : (int)shape.Product(axis + 1, shape.Rank));
    }

    private static int Start(int line, int length, int stride) => line / stride * stride * length + line % stride;
}
