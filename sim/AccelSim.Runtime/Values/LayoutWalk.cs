using System.Globalization;
using AccelSim.Isa.Image;

namespace AccelSim.Runtime;

/// <summary>Visits the elements of a buffer in row-major order of its shape and tells where each lies, for a buffer stored in another order of axes.</summary>
internal sealed class LayoutWalk
{
    private readonly long[] _extents;
    private readonly long[] _strides;
    private readonly long[] _index;
    private long _place;

    public LayoutWalk(ImageBuffer buffer)
    {
        _extents = [.. buffer.Shape];
        _index = new long[_extents.Length];
        _strides = new long[_extents.Length];
        var order = buffer.Layout.Length == 0
            ? Enumerable.Range(0, _extents.Length).ToArray()
            : [.. buffer.Layout.Split(',').Select(axis => int.Parse(axis, CultureInfo.InvariantCulture))];
        var stride = 1L;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            _strides[order[i]] = stride;
            stride *= _extents[order[i]];
        }
    }

    /// <summary>Where the next element lies, in elements.</summary>
    public int Next()
    {
        var place = (int)_place;
        for (var axis = _extents.Length - 1; axis >= 0; axis--)
        {
            _place += _strides[axis];
            if (++_index[axis] < _extents[axis])
            {
                break;
            }

            _place -= _extents[axis] * _strides[axis];
            _index[axis] = 0;
        }

        return place;
    }
}
