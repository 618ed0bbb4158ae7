using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Lowering;

/// <summary>
/// Where a value lies in device memory: a buffer, an offset and one stride per axis, both in elements. Transposes, splits, slices and most
/// reshapes only make new views; channels-last is just another order of strides. A stride of 0 repeats an element (broadcast).
/// </summary>
/// <param name="Buffer">Number of the buffer.</param>
/// <param name="Offset">First element.</param>
/// <param name="Dims">Extents.</param>
/// <param name="Strides">Distance between neighbours along each axis.</param>
public sealed record TensorView(int Buffer, long Offset, ImmutableArray<long> Dims, ImmutableArray<long> Strides)
{
    /// <summary>Elements.</summary>
    public long Count => Dims.Aggregate(1L, (product, dim) => product * dim);

    /// <summary>A view of a whole buffer in row-major order.</summary>
    public static TensorView Dense(int buffer, IEnumerable<long> dims)
    {
        ImmutableArray<long> extents = [.. dims];
        return new TensorView(buffer, 0, extents, DenseStrides(extents));
    }

    /// <summary>A view of a whole buffer whose axes are stored in another order: <paramref name="order"/> lists axes from outermost to innermost.</summary>
    public static TensorView DenseInOrder(int buffer, IEnumerable<long> dims, ReadOnlySpan<int> order)
    {
        ImmutableArray<long> extents = [.. dims];
        var strides = new long[extents.Length];
        var stride = 1L;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            strides[order[i]] = stride;
            stride *= extents[order[i]];
        }

        return new TensorView(buffer, 0, extents, [.. strides]);
    }

    /// <summary>Axis order of channels-last storage: batch, spatial axes, channels.</summary>
    public static int[] ChannelsLastOrder(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];

    /// <summary>True when the elements lie in row-major order without gaps, starting anywhere.</summary>
    public bool IsDense => SameWhereItMatters(DenseStrides(Dims));

    /// <summary>True when the elements lie channels last without gaps.</summary>
    public bool IsChannelsLast => Dims.Length >= 3 && SameWhereItMatters(DenseInOrder(Buffer, Dims, ChannelsLastOrder(Dims.Length)).Strides);

    /// <summary>True when the elements fill a contiguous range in some order of the axes.</summary>
    public bool IsPermutedDense => SameWhereItMatters(DenseInOrder(Buffer, Dims, StorageOrder()).Strides);

    /// <summary>Axes from the largest stride to the smallest; axes of extent 1 keep their place.</summary>
    public int[] StorageOrder() => [.. Enumerable.Range(0, Dims.Length).OrderByDescending(axis => Dims[axis] == 1 ? long.MaxValue : Strides[axis]).ThenBy(axis => axis)];

    /// <summary>The axes in another order.</summary>
    public TensorView Permuted(IEnumerable<long> permutation)
    {
        int[] axes = [.. permutation.Select(axis => (int)axis)];
        return this with { Dims = [.. axes.Select(axis => Dims[axis])], Strides = [.. axes.Select(axis => Strides[axis])] };
    }

    /// <summary>A part along every axis.</summary>
    public TensorView Sliced(IReadOnlyList<long> starts, IReadOnlyList<long> steps, IReadOnlyList<long> lengths) => this with
    {
        Offset = Offset + starts.Select((start, axis) => start * Strides[axis]).Sum(),
        Dims = [.. lengths],
        Strides = [.. steps.Select((step, axis) => step * Strides[axis])],
    };

    /// <summary>The same elements under other extents, or null when that takes a copy.</summary>
    public TensorView? Reshaped(IReadOnlyList<long> dims)
    {
        if (Count == 0 || dims.Aggregate(1L, (product, dim) => product * dim) != Count)
        {
            return null;
        }

        var axes = Enumerable.Range(0, Dims.Length).Where(axis => Dims[axis] != 1).ToList();
        var strides = new long[dims.Count];
        var from = 0;
        for (var to = 0; to < dims.Count;)
        {
            if (dims[to] == 1)
            {
                strides[to] = 1;
                to++;
                continue;
            }

            // match a run of new axes with a run of old axes of the same product
            int firstFrom = from, firstTo = to;
            var oldProduct = Dims[axes[from++]];
            var newProduct = dims[to++];
            while (oldProduct != newProduct)
            {
                if (oldProduct < newProduct)
                {
                    oldProduct *= Dims[axes[from++]];
                }
                else
                {
                    newProduct *= dims[to++];
                }
            }

            for (var i = firstFrom; i + 1 < from; i++)
            {
                if (Strides[axes[i]] != Strides[axes[i + 1]] * Dims[axes[i + 1]])
                {
                    return null;
                }
            }

            var stride = Strides[axes[from - 1]];
            for (var i = to - 1; i >= firstTo; i--)
            {
                strides[i] = stride;
                stride *= dims[i];
            }
        }

        return this with { Dims = [.. dims], Strides = [.. strides] };
    }

    /// <summary>Broadcast to a larger shape: missing and unit axes get stride 0.</summary>
    public TensorView BroadcastTo(IReadOnlyList<long> dims)
    {
        var pad = dims.Count - Dims.Length;
        return this with
        {
            Dims = [.. dims],
            Strides = [.. dims.Select((dim, axis) => axis < pad || (Dims[axis - pad] == 1 && dim != 1) ? 0 : Strides[axis - pad])],
        };
    }

    /// <summary>The view as pairs of (extent, stride) from outermost to innermost in the given axis order, neighbours joined where they are contiguous.</summary>
    public ImmutableArray<(long Extent, long Stride)> Collapsed(IEnumerable<int> order)
    {
        var list = new List<(long Extent, long Stride)>();
        foreach (var axis in order)
        {
            if (Dims[axis] == 1)
            {
                continue;
            }

            if (list.Count > 0 && list[^1].Stride == Dims[axis] * Strides[axis])
            {
                list[^1] = (list[^1].Extent * Dims[axis], Strides[axis]);
            }
            else
            {
                list.Add((Dims[axis], Strides[axis]));
            }
        }

        return list.Count == 0 ? [(1, 1)] : [.. list];
    }

    private bool SameWhereItMatters(ImmutableArray<long> strides)
    {
        for (var axis = 0; axis < Dims.Length; axis++)
        {
            if (Dims[axis] != 1 && Strides[axis] != strides[axis])
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<long> DenseStrides(ImmutableArray<long> dims)
    {
        var strides = new long[dims.Length];
        var stride = 1L;
        for (var axis = dims.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dims[axis];
        }

        return [.. strides];
    }

    /// <summary>Written as <c>buffer 3 + 0 [1, 64, 56, 56] strides [..]</c>.</summary>
    public override string ToString() => $"buffer {Buffer} + {Offset} {new Shape(Dims.AsSpan())} strides [{string.Join(", ", Strides)}]";
}
