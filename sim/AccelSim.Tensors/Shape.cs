using System.Collections.Immutable;
using System.Globalization;

namespace AccelSim.Tensors;

/// <summary>
/// The extents of a tensor, outermost first; a scalar has rank 0. Immutable, compared by value.
/// The product of the extents always fits in 63 bits.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    private readonly ImmutableArray<long> _dims;

    /// <summary>Makes a shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the element count does not fit in 63 bits.</exception>
    public Shape(params ReadOnlySpan<long> dims)
    {
        var count = Int128.One;
        var overflow = false;
        foreach (var dim in dims)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dim, nameof(dims));
            count *= dim;
            overflow |= count > long.MaxValue;
            if (overflow)
            {
                throw new ArgumentOutOfRangeException(nameof(dims), $"a shape of [{string.Join(", ", dims.ToArray())}] has more elements than 63 bits can count");
            }
        }

        _dims = [.. dims];
        ElementCount = (long)count;
    }

    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>Number of extents.</summary>
    public int Rank => _dims.Length;

    /// <summary>Product of the extents; 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>The extents.</summary>
    public ImmutableArray<long> Dims => _dims;

    /// <summary>One extent; a negative axis counts from the end.</summary>
    public long this[int axis] => _dims[axis < 0 ? axis + _dims.Length : axis];

    /// <summary>Makes a shape from any sequence of extents.</summary>
    public static Shape Of(IEnumerable<long> dims) => new(dims.ToArray());

    /// <summary>Elements between neighbours along each axis, for row-major contiguous storage.</summary>
    public long[] Strides()
    {
        var strides = new long[Rank];
        var stride = 1L;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= _dims[axis];
        }

        return strides;
    }

    /// <summary>Strides with which this shape is read as <paramref name="target"/>: 0 along every axis that is repeated. Axes are aligned at the end.</summary>
    /// <exception cref="ArgumentException">This shape does not broadcast to the target.</exception>
    public long[] BroadcastStrides(Shape target)
    {
        var strides = Strides();
        var result = new long[target.Rank];
        for (var axis = 0; axis < Rank; axis++)
        {
            var at = axis + target.Rank - Rank;
            if (at < 0 || (_dims[axis] != 1 && _dims[axis] != target[at]))
            {
                throw new ArgumentException($"shape {this} does not broadcast to {target}");
            }

            result[at] = _dims[axis] == 1 ? 0 : strides[axis];
        }

        return result;
    }

    /// <summary>The shape two operands have after multidirectional (NumPy) broadcasting, or null where they do not agree.</summary>
    public static Shape? Broadcast(Shape a, Shape b)
    {
        var rank = Math.Max(a.Rank, b.Rank);
        var dims = new long[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var x = axis < rank - a.Rank ? 1 : a._dims[axis - (rank - a.Rank)];
            var y = axis < rank - b.Rank ? 1 : b._dims[axis - (rank - b.Rank)];
            if (x != y && x != 1 && y != 1)
            {
                return null;
            }

            dims[axis] = x == 1 ? y : x;
        }

        return new Shape(dims);
    }

    /// <summary>Product of the extents in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public long Product(int from, int to)
    {
        var product = 1L;
        for (var axis = from; axis < to; axis++)
        {
            product *= _dims[axis];
        }

        return product;
    }

    /// <summary>A copy with one extent replaced; a negative axis counts from the end.</summary>
    public Shape With(int axis, long extent) => Of(_dims.SetItem(axis < 0 ? axis + Rank : axis, extent));

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _dims.AsSpan().SequenceEqual(other._dims.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var dim in _dims)
        {
            hash.Add(dim);
        }

        return hash.ToHashCode();
    }

    /// <summary>Written as <c>[1, 3, 224, 224]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", _dims.Select(dim => dim.ToString(CultureInfo.InvariantCulture))) + "]";
}
