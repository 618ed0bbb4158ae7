using System.Numerics;

namespace AccelSim.Tensors;

/// <summary>Element-by-element conversion of whole tensors to and from double precision and 64-bit integers, for code that treats all element types alike.</summary>
internal static class TensorElements
{
    public static double[] ToDoubles(Tensor tensor)
    {
        var result = new double[tensor.Count];
        switch (tensor.Element)
        {
            case ElementType.Float32: Widen(tensor.Span<float>(), result); break;
            case ElementType.Float16: Widen(tensor.Span<Half>(), result); break;
            case ElementType.Float64: tensor.Span<double>().CopyTo(result); break;
            case ElementType.Int8: Widen(tensor.Span<sbyte>(), result); break;
            case ElementType.UInt8: Widen(tensor.Span<byte>(), result); break;
            case ElementType.Int16: Widen(tensor.Span<short>(), result); break;
            case ElementType.UInt16: Widen(tensor.Span<ushort>(), result); break;
            case ElementType.Int32: Widen(tensor.Span<int>(), result); break;
            case ElementType.UInt32: Widen(tensor.Span<uint>(), result); break;
            case ElementType.Int64: Widen(tensor.Span<long>(), result); break;
            case ElementType.UInt64: Widen(tensor.Span<ulong>(), result); break;
            case ElementType.BFloat16:
                var brains = tensor.Span<BFloat16>();
                for (var i = 0; i < result.Length; i++)
                {
                    result[i] = (float)brains[i];
                }

                break;
            default:
                for (var i = 0; i < result.Length; i++)
                {
                    result[i] = tensor.Bytes[i] == 0 ? 0 : 1;
                }

                break;
        }

        return result;
    }

    public static long[] ToInt64s(Tensor tensor)
    {
        var result = new long[tensor.Count];
        switch (tensor.Element)
        {
            case ElementType.Int8: WidenInteger(tensor.Span<sbyte>(), result); break;
            case ElementType.UInt8: WidenInteger(tensor.Span<byte>(), result); break;
            case ElementType.Int16: WidenInteger(tensor.Span<short>(), result); break;
            case ElementType.UInt16: WidenInteger(tensor.Span<ushort>(), result); break;
            case ElementType.Int32: WidenInteger(tensor.Span<int>(), result); break;
            case ElementType.UInt32: WidenInteger(tensor.Span<uint>(), result); break;
            case ElementType.Int64: tensor.Span<long>().CopyTo(result); break;
            case ElementType.UInt64: WidenInteger(tensor.Span<ulong>(), result); break;
            default:
                var doubles = ToDoubles(tensor);
                for (var i = 0; i < result.Length; i++)
                {
                    result[i] = FixedPoint.FromFloat(doubles[i], ElementType.Int64, 0, RoundingMode.TowardZero);
                }

                break;
        }

        return result;
    }

    public static Tensor FromDoubles(TensorType type, ReadOnlySpan<double> values)
    {
        var tensor = new Tensor(type);
        if (values.Length != tensor.Count)
        {
            throw new ArgumentException($"{type} has {tensor.Count} elements, not {values.Length}", nameof(values));
        }

        switch (type.Element)
        {
            case ElementType.Float32: NarrowFloat(values, tensor.Span<float>()); break;
            case ElementType.Float16: NarrowFloat(values, tensor.Span<Half>()); break;
            case ElementType.Float64: values.CopyTo(tensor.Span<double>()); break;
            case ElementType.BFloat16:
                var brains = tensor.Span<BFloat16>();
                for (var i = 0; i < values.Length; i++)
                {
                    brains[i] = (BFloat16)(float)values[i];
                }

                break;
            case ElementType.Bool:
                for (var i = 0; i < values.Length; i++)
                {
                    tensor.Bytes[i] = values[i] != 0 ? (byte)1 : (byte)0;
                }

                break;
            default:
                var integers = new long[values.Length];
                for (var i = 0; i < values.Length; i++)
                {
                    integers[i] = FixedPoint.FromFloat(values[i], type.Element, 0, RoundingMode.TowardZero);
                }

                return FromInt64s(type, integers);
        }

        return tensor;
    }

    public static Tensor FromInt64s(TensorType type, ReadOnlySpan<long> values)
    {
        var tensor = new Tensor(type);
        if (values.Length != tensor.Count)
        {
            throw new ArgumentException($"{type} has {tensor.Count} elements, not {values.Length}", nameof(values));
        }

        switch (type.Element)
        {
            case ElementType.Int8: NarrowInteger(values, tensor.Span<sbyte>()); break;
            case ElementType.UInt8: NarrowInteger(values, tensor.Span<byte>()); break;
            case ElementType.Int16: NarrowInteger(values, tensor.Span<short>()); break;
            case ElementType.UInt16: NarrowInteger(values, tensor.Span<ushort>()); break;
            case ElementType.Int32: NarrowInteger(values, tensor.Span<int>()); break;
            case ElementType.UInt32: NarrowInteger(values, tensor.Span<uint>()); break;
            case ElementType.Int64: values.CopyTo(tensor.Span<long>()); break;
            case ElementType.UInt64: NarrowInteger(values, tensor.Span<ulong>()); break;
            case ElementType.Bool:
                for (var i = 0; i < values.Length; i++)
                {
                    tensor.Bytes[i] = values[i] != 0 ? (byte)1 : (byte)0;
                }

                break;
            default:
                var doubles = new double[values.Length];
                for (var i = 0; i < values.Length; i++)
                {
                    doubles[i] = values[i];
                }

                return FromDoubles(type, doubles);
        }

        return tensor;
    }

    private static void Widen<T>(ReadOnlySpan<T> source, Span<double> destination)
        where T : INumberBase<T>
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = double.CreateTruncating(source[i]);
        }
    }

    private static void WidenInteger<T>(ReadOnlySpan<T> source, Span<long> destination)
        where T : IBinaryInteger<T>
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = long.CreateTruncating(source[i]);
        }
    }

    private static void NarrowFloat<T>(ReadOnlySpan<double> source, Span<T> destination)
        where T : IFloatingPoint<T>
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = T.CreateTruncating(source[i]);
        }
    }

    private static void NarrowInteger<T>(ReadOnlySpan<long> source, Span<T> destination)
        where T : IBinaryInteger<T>
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = T.CreateTruncating(source[i]);
        }
    }
}
