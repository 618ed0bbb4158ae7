using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Walks the elements of a shape in row-major order and keeps the matching offset into one operand with its own (possibly 0 or negative) strides.</summary>
internal sealed class Odometer
{
    private readonly long[] _dims;
    private readonly long[] _strides;
    private readonly long[] _index;

    public Odometer(Shape shape, long[] strides, long start = 0)
    {
        _dims = [.. shape.Dims];
        _strides = strides;
        _index = new long[_dims.Length];
        Offset = start;
    }

    /// <summary>Offset of the current element, in elements.</summary>
    public long Offset { get; private set; }

    /// <summary>The current index along an axis.</summary>
    public long this[int axis] => _index[axis];

    /// <summary>Goes to the next element; after the last one back to the first.</summary>
    public void Advance()
    {
        for (var axis = _dims.Length - 1; axis >= 0; axis--)
        {
            Offset += _strides[axis];
            if (++_index[axis] < _dims[axis])
            {
                return;
            }

            Offset -= _strides[axis] * _dims[axis];
            _index[axis] = 0;
        }
    }
}
