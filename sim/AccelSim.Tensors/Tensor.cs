using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AccelSim.Tensors;

/// <summary>
/// Contents of a tensor: row-major contiguous elements in ordinary managed memory, little-endian.
/// A tensor is at most 2^31 - 57 bytes (the largest managed byte array).
/// </summary>
public sealed class Tensor
{
    private readonly byte[] _bytes;

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Larger than one managed array.</exception>
    public Tensor(TensorType type)
        : this(type, new byte[CheckedByteCount(type)])
    {
    }

    /// <summary>A tensor of zeros.</summary>
    public Tensor(ElementType element, Shape shape)
        : this(new TensorType(element, shape))
    {
    }

    private Tensor(TensorType type, byte[] bytes)
    {
        Type = type;
        _bytes = bytes;
    }

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>Element type.</summary>
    public ElementType Element => Type.Element;

    /// <summary>Extents.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The contents as bytes.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Number of elements.</summary>
    public int Count => (int)Shape.ElementCount;

    /// <summary>Takes ownership of bytes that already hold the contents.</summary>
    /// <exception cref="ArgumentException">The array is not exactly as long as the type says.</exception>
    public static Tensor OfBytes(TensorType type, byte[] bytes)
    {
        if (bytes.Length != type.ByteCount)
        {
            throw new ArgumentException($"{type} takes {type.ByteCount} bytes, not {bytes.Length}", nameof(bytes));
        }

        return new Tensor(type, bytes);
    }

    /// <summary>A tensor with these elements; the element type follows from <typeparamref name="T"/>.</summary>
    public static Tensor Of<T>(Shape shape, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var tensor = new Tensor(ElementTypeOf<T>(), shape);
        if (values.Length != tensor.Count)
        {
            throw new ArgumentException($"{shape} has {tensor.Count} elements, not {values.Length}", nameof(values));
        }

        values.CopyTo(tensor.Span<T>());
        return tensor;
    }

    /// <summary>A rank-0 tensor.</summary>
    public static Tensor Scalar<T>(T value)
        where T : unmanaged => Of(Shape.Scalar, value);

    /// <summary>A rank-1 tensor.</summary>
    public static Tensor Vector<T>(params ReadOnlySpan<T> values)
        where T : unmanaged => Of(new Shape(values.Length), values);

    /// <summary>The element type whose managed form is <typeparamref name="T"/>.</summary>
    public static ElementType ElementTypeOf<T>()
        where T : unmanaged
    {
        var type = typeof(T);
        return type == typeof(float) ? ElementType.Float32
            : type == typeof(Half) ? ElementType.Float16
            : type == typeof(BFloat16) ? ElementType.BFloat16
            : type == typeof(double) ? ElementType.Float64
            : type == typeof(sbyte) ? ElementType.Int8
            : type == typeof(byte) ? ElementType.UInt8
            : type == typeof(short) ? ElementType.Int16
            : type == typeof(ushort) ? ElementType.UInt16
            : type == typeof(int) ? ElementType.Int32
            : type == typeof(uint) ? ElementType.UInt32
            : type == typeof(long) ? ElementType.Int64
            : type == typeof(ulong) ? ElementType.UInt64
            : type == typeof(bool) ? ElementType.Bool
            : throw new ArgumentException($"no element type is held as {type.Name}");
    }

    /// <summary>The contents as elements.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another element type.</exception>
    public Span<T> Span<T>()
        where T : unmanaged
    {
        if (ElementTypeOf<T>() != Element)
        {
            throw new InvalidOperationException($"a tensor of {Element.ShortName()} read as {ElementTypeOf<T>().ShortName()}");
        }

        return MemoryMarshal.Cast<byte, T>(_bytes.AsSpan());
    }

    /// <summary>The same contents under another shape of equally many elements; the memory is shared.</summary>
    public Tensor Reshaped(Shape shape)
    {
        if (shape.ElementCount != Shape.ElementCount)
        {
            throw new ArgumentException($"{Shape} cannot be read as {shape}", nameof(shape));
        }

        return new Tensor(new TensorType(Element, shape), _bytes);
    }

    /// <summary>The elements as single precision; a copy, rounded to nearest even where the type is wider.</summary>
    public float[] ToFloat32()
    {
        var result = new float[Count];
        switch (Element)
        {
            case ElementType.Float32:
                Span<float>().CopyTo(result);
                break;
            case ElementType.Float16:
                BulkConversion.ToSingle(Span<Half>(), result);
                break;
            case ElementType.BFloat16:
                BulkConversion.ToSingle(Span<BFloat16>(), result);
                break;
            default:
                var doubles = ToDoubles();
                for (var i = 0; i < result.Length; i++)
                {
                    result[i] = (float)doubles[i];
                }

                break;
        }

        return result;
    }

    /// <summary>The elements as double precision; a copy, exact for every type except 64-bit integers beyond 2^53.</summary>
    public double[] ToDoubles() => TensorElements.ToDoubles(this);

    /// <summary>The elements as 64-bit integers; a copy. Floating values are truncated toward zero and saturate, NaN is 0; unsigned 64-bit values keep their bits.</summary>
    public long[] ToInt64s() => TensorElements.ToInt64s(this);

    /// <summary>A tensor of <paramref name="type"/> from double-precision elements: floats round to nearest even, integers truncate toward zero and saturate.</summary>
    public static Tensor FromDoubles(TensorType type, ReadOnlySpan<double> values) => TensorElements.FromDoubles(type, values);

    /// <summary>A tensor of <paramref name="type"/> from 64-bit integers; narrower integers keep the low bits.</summary>
    public static Tensor FromInt64s(TensorType type, ReadOnlySpan<long> values) => TensorElements.FromInt64s(type, values);

    /// <summary>Written as its type.</summary>
    public override string ToString() => Type.ToString();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CheckedByteCount(TensorType type)
    {
        var bytes = type.ByteCount;
        return bytes <= Array.MaxLength
            ? (int)bytes
            : throw new ArgumentOutOfRangeException(nameof(type), $"{type} takes {bytes} bytes, more than one tensor may hold ({Array.MaxLength})");
    }
}
