using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Operators that combine the elements along axes.</summary>
internal static class ReduceKernels
{
    public static Tensor Reduce(Reduce op, Tensor x, TensorType type)
    {
        // Bring the reduced axes last, so that each result owns a run of consecutive elements.
        var kept = Enumerable.Range(0, x.Shape.Rank).Select(axis => (long)axis).Where(axis => !op.Axes.Contains(axis));
        var order = Ints.Of(kept.Concat(op.Axes));
        var moved = MovementKernels.Transpose(new Transpose(order), x, new TensorType(x.Element, Shape.Of(order.Select(axis => x.Shape[(int)axis]))));
        var run = (int)op.Axes.Aggregate(1L, (product, axis) => product * x.Shape[(int)axis]);
        if (x.Element.IsInteger() && op.Function is ReduceFunction.Sum or ReduceFunction.Prod or ReduceFunction.Max or ReduceFunction.Min)
        {
            return IntegerReduce(op.Function, moved, run, type);
        }

        var values = moved.ToDoubles();
        var result = new double[type.Shape.ElementCount];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = One(op.Function, values.AsSpan(i * run, run), x.Element);
        }

        return Tensor.FromDoubles(type, result);
    }

    public static Tensor GlobalPool(PoolKind kind, Tensor x, TensorType type)
    {
        var run = (int)x.Shape.Product(2, x.Shape.Rank);
        var values = x.ToDoubles();
        var result = new double[type.Shape.ElementCount];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = One(kind == PoolKind.Max ? ReduceFunction.Max : ReduceFunction.Mean, values.AsSpan(i * run, run), x.Element);
        }

        return Tensor.FromDoubles(type, result);
    }

    public static Tensor Softmax(Softmax op, Tensor x)
    {
        var rank = x.Shape.Rank;
        var length = rank == 0 ? 1 : (int)x.Shape[op.Axis];
        var stride = rank == 0 ? 1 : (int)x.Shape.Product(op.Axis + 1, rank);
        var values = x.ToDoubles();
        for (var line = 0; length > 0 && line < values.Length / length; line++)
        {
            var start = line / stride * stride * length + line % stride;
            var max = double.NegativeInfinity;
            for (var i = 0; i < length; i++)
            {
                max = Math.Max(max, values[start + i * stride]);
            }

            var sum = 0.0;
            for (var i = 0; i < length; i++)
            {
                sum += Math.Exp(values[start + i * stride] - max);
            }

            for (var i = 0; i < length; i++)
            {
                ref var value = ref values[start + i * stride];
                value = op.Logarithm ? value - max - Math.Log(sum) : Math.Exp(value - max) / sum;
            }
        }

        return Tensor.FromDoubles(x.Type, values);
    }

    private static double One(ReduceFunction function, ReadOnlySpan<double> values, ElementType element)
    {
        var (low, high) = element.IsFloat() ? (double.NegativeInfinity, double.PositiveInfinity) : ((double)element.IntegerRange().Min, (double)element.IntegerRange().Max);
        var state = function switch
        {
            ReduceFunction.Max => low,
            ReduceFunction.Min => high,
            ReduceFunction.Prod => 1,
            _ => 0.0,
        };
        var max = function == ReduceFunction.LogSumExp ? Max(values) : 0;
        foreach (var value in values)
        {
            state = function switch
            {
                ReduceFunction.Max => Math.Max(state, value),
                ReduceFunction.Min => Math.Min(state, value),
                ReduceFunction.Prod => state * value,
                ReduceFunction.L1 => state + Math.Abs(value),
                ReduceFunction.L2 or ReduceFunction.SumSquare => state + value * value,
                ReduceFunction.LogSumExp => state + Math.Exp(value - max),
                _ => state + value,
            };
        }

        return function switch
        {
            ReduceFunction.Mean => state / values.Length,
            ReduceFunction.L2 => Math.Sqrt(state),
            ReduceFunction.LogSum => Math.Log(state),
            ReduceFunction.LogSumExp => Math.Log(state) + max,
            _ => state,
        };
    }

    /// <summary>The largest value if it is finite, else 0: what is subtracted before an exponential.</summary>
    private static double Max(ReadOnlySpan<double> values)
    {
        var max = double.NegativeInfinity;
        foreach (var value in values)
        {
            max = Math.Max(max, value);
        }

        return double.IsFinite(max) ? max : 0;
    }

    private static Tensor IntegerReduce(ReduceFunction function, Tensor moved, int run, TensorType type)
    {
        var values = moved.ToInt64s();
        var range = type.Element.IntegerRange();
        var result = new long[type.Shape.ElementCount];
        for (var i = 0; i < result.Length; i++)
        {
            var state = function switch
            {
                ReduceFunction.Max => (long)range.Min,
                ReduceFunction.Min => unchecked((long)(ulong)(UInt128)range.Max),
                ReduceFunction.Prod => 1,
                _ => 0L,
            };
            foreach (var value in values.AsSpan(i * run, run))
            {
                state = function switch
                {
                    ReduceFunction.Max => type.Element == ElementType.UInt64 ? (long)Math.Max((ulong)state, (ulong)value) : Math.Max(state, value),
                    ReduceFunction.Min => type.Element == ElementType.UInt64 ? (long)Math.Min((ulong)state, (ulong)value) : Math.Min(state, value),
                    ReduceFunction.Prod => unchecked(state * value),
                    _ => unchecked(state + value),
                };
            }

            result[i] = state;
        }

        return Tensor.FromInt64s(type, result);
    }
}
