using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Element-wise operators. Floats go through double precision, integers through 64-bit integers.</summary>
internal static class ElementwiseKernels
{
    public static Tensor Activate(Activation function, Tensor x)
    {
        var values = x.ToDoubles();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ScalarMath.Apply(function, values[i]);
        }

        return Tensor.FromDoubles(x.Type, values);
    }

    public static Tensor Unary(UnaryFunction function, Tensor x)
    {
        if (!x.Element.IsFloat())
        {
            var integers = x.ToInt64s();
            for (var i = 0; i < integers.Length; i++)
            {
                integers[i] = function switch
                {
                    UnaryFunction.Not => integers[i] == 0 ? 1 : 0,
                    UnaryFunction.Neg => unchecked(-integers[i]),
                    UnaryFunction.Abs => x.Element.IsSigned() && integers[i] < 0 ? unchecked(-integers[i]) : integers[i],
                    UnaryFunction.Sign => x.Element.IsSigned() ? Math.Sign(integers[i]) : integers[i] == 0 ? 0 : 1,
                    _ => FixedPoint.FromFloat(ScalarMath.Apply(function, integers[i]), x.Element, 0, RoundingMode.TowardZero),
                };
            }

            return Tensor.FromInt64s(x.Type, integers);
        }

        var values = x.ToDoubles();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ScalarMath.Apply(function, values[i]);
        }

        return Tensor.FromDoubles(x.Type, values);
    }

    public static Tensor Binary(BinaryFunction function, Tensor a, Tensor b, TensorType type)
    {
        if (type.Element.IsInteger() && (function != BinaryFunction.Pow || b.Element.IsInteger()))
        {
            return Tensor.FromInt64s(type, Combine(a.ToInt64s(), a.Shape, b.ToInt64s(), b.Shape, type.Shape, IntegerFunction(function, type.Element)));
        }

        return Tensor.FromDoubles(type, Combine(a.ToDoubles(), a.Shape, b.ToDoubles(), b.Shape, type.Shape, FloatFunction(function)));
    }

    public static Tensor Compare(ComparisonFunction function, Tensor a, Tensor b, TensorType type)
    {
        var result = a.Element.IsFloat()
            ? Combine(a.ToDoubles(), a.Shape, b.ToDoubles(), b.Shape, type.Shape, (x, y) => FloatHolds(function, x, y) ? 1.0 : 0.0).Select(x => x != 0)
            : Combine(a.ToInt64s(), a.Shape, b.ToInt64s(), b.Shape, type.Shape, (x, y) => IntegerHolds(function, x, y, a.Element == ElementType.UInt64) ? 1L : 0L).Select(x => x != 0);
        return Tensor.Of<bool>(type.Shape, [.. result]);
    }

    public static Tensor Where(Tensor condition, Tensor x, Tensor y, TensorType type)
    {
        var result = new Tensor(type);
        var size = type.Element.SizeInBytes();
        var c = new Odometer(type.Shape, condition.Shape.BroadcastStrides(type.Shape));
        var a = new Odometer(type.Shape, x.Shape.BroadcastStrides(type.Shape));
        var b = new Odometer(type.Shape, y.Shape.BroadcastStrides(type.Shape));
        for (var i = 0; i < result.Count; i++)
        {
            var source = condition.Bytes[(int)c.Offset] != 0 ? x.Bytes.Slice((int)a.Offset * size, size) : y.Bytes.Slice((int)b.Offset * size, size);
            source.CopyTo(result.Bytes[(i * size)..]);
            c.Advance();
            a.Advance();
            b.Advance();
        }

        return result;
    }

    public static Tensor Cast(ElementType to, Tensor x)
    {
        var type = x.Type with { Element = to };
        if (x.Element == to)
        {
            return x;
        }

        if (x.Element.IsFloat())
        {
            var values = x.ToDoubles();
            if (to == ElementType.BFloat16 || to == ElementType.Float16)
            {
                // By way of single precision, as frameworks do; differs from one rounding only for double-precision sources.
                values = Array.ConvertAll(values, value => (double)(float)value);
            }

            return Tensor.FromDoubles(type, values);
        }

        return x.Element == ElementType.UInt64 && to.IsFloat() ? Tensor.FromDoubles(type, x.ToDoubles()) : Tensor.FromInt64s(type, x.ToInt64s());
    }

    private static T[] Combine<T>(T[] a, Shape aShape, T[] b, Shape bShape, Shape shape, Func<T, T, T> function)
    {
        var result = new T[shape.ElementCount];
        var left = new Odometer(shape, aShape.BroadcastStrides(shape));
        var right = new Odometer(shape, bShape.BroadcastStrides(shape));
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = function(a[left.Offset], b[right.Offset]);
            left.Advance();
            right.Advance();
        }

        return result;
    }

    private static Func<double, double, double> FloatFunction(BinaryFunction function) => function switch
    {
        BinaryFunction.Add => (x, y) => x + y,
        BinaryFunction.Sub => (x, y) => x - y,
        BinaryFunction.Mul => (x, y) => x * y,
        BinaryFunction.Div => (x, y) => x / y,
        BinaryFunction.Pow => Math.Pow,
        BinaryFunction.Min => Math.Min,
        BinaryFunction.Max => Math.Max,
        BinaryFunction.Mod => (x, y) => x - Math.Floor(x / y) * y,
        BinaryFunction.Fmod => (x, y) => x % y,
        BinaryFunction.PRelu => (x, y) => x < 0 ? x * y : x,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a binary function"),
    };

    private static Func<long, long, long> IntegerFunction(BinaryFunction function, ElementType element)
    {
        var unsigned = element == ElementType.UInt64;
        return function switch
        {
            BinaryFunction.Add => (x, y) => unchecked(x + y),
            BinaryFunction.Sub => (x, y) => unchecked(x - y),
            BinaryFunction.Mul => (x, y) => unchecked(x * y),
            BinaryFunction.Div => (x, y) => y == 0 ? throw new ModelException("integer division by zero") : unsigned ? (long)((ulong)x / (ulong)y) : y == -1 ? unchecked(-x) : x / y,
            BinaryFunction.Pow => (x, y) => FixedPoint.FromFloat(Math.Pow(x, y), element, 0, RoundingMode.TowardZero),
            BinaryFunction.Min => (x, y) => unsigned ? (long)Math.Min((ulong)x, (ulong)y) : Math.Min(x, y),
            BinaryFunction.Max => (x, y) => unsigned ? (long)Math.Max((ulong)x, (ulong)y) : Math.Max(x, y),
            BinaryFunction.Mod => (x, y) => Remainder(x, y, unsigned, true),
            BinaryFunction.Fmod => (x, y) => Remainder(x, y, unsigned, false),
            BinaryFunction.PRelu => (x, y) => !unsigned && x < 0 ? unchecked(x * y) : x,
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a binary function"),
        };
    }

    private static long Remainder(long x, long y, bool unsigned, bool signOfDivisor)
    {
        if (y == 0)
        {
            throw new ModelException("integer division by zero");
        }

        if (unsigned)
        {
            return (long)((ulong)x % (ulong)y);
        }

        var remainder = y == -1 ? 0 : x % y;
        return signOfDivisor && remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder;
    }

    private static bool FloatHolds(ComparisonFunction function, double x, double y) => function switch
    {
        ComparisonFunction.Equal => x == y,
        ComparisonFunction.Greater => x > y,
        ComparisonFunction.GreaterOrEqual => x >= y,
        ComparisonFunction.Less => x < y,
        ComparisonFunction.LessOrEqual => x <= y,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a comparison"),
    };

    private static bool IntegerHolds(ComparisonFunction function, long x, long y, bool unsigned)
    {
        var order = unsigned ? ((ulong)x).CompareTo((ulong)y) : x.CompareTo(y);
        return function switch
        {
            ComparisonFunction.Equal => order == 0,
            ComparisonFunction.Greater => order > 0,
            ComparisonFunction.GreaterOrEqual => order >= 0,
            ComparisonFunction.Less => order < 0,
            ComparisonFunction.LessOrEqual => order <= 0,
            ComparisonFunction.And => x != 0 && y != 0,
            ComparisonFunction.Or => x != 0 || y != 0,
            ComparisonFunction.Xor => x != 0 != (y != 0),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a comparison"),
        };
    }
}
