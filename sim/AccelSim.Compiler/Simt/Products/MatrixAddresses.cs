using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Tiles of a matrix: one pointer that goes on along k, and constant distances from it. The first tile is the one that may be short along k, so that
/// all others need no checks; rows or columns beyond the matrix are not copied, for what lies there meets no sum that is kept.
/// </summary>
internal sealed class MatrixAddresses : ITileAddresses
{
    private readonly SimtKernelBuilder _k;
    private readonly TileMap _map;
    private readonly MatrixTiles _tiles;
    private readonly Reg _pointer;
    private readonly Val _firstDepth;
    private readonly Dictionary<int, Pred> _inside = [];

    /// <param name="k">Kernel.</param>
    /// <param name="map">Who copies what.</param>
    /// <param name="tiles">The tiles.</param>
    /// <param name="start">Address of the first element of the CTA's first tile.</param>
    /// <param name="firstDepth">Elements of the first tile along k.</param>
    public MatrixAddresses(SimtKernelBuilder k, TileMap map, MatrixTiles tiles, Reg start, Val firstDepth)
    {
        (_k, _map, _tiles, _firstDepth) = (k, map, tiles, firstDepth);
        var element = k.Mad(map.Row, tiles.Leading * tiles.Together, k.Mul(map.Unit, tiles.UnitElements));
        _pointer = k.NewReg(2);
        k.Emit("mov.b64", _pointer, k.Offset(start, element, tiles.ElementBytes));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Begin(bool first) => [];

    /// <inheritdoc/>
    public TileAccess Of(int pass, int row, bool first)
    {
        var (mapRow, unit) = _map.Passes[pass];
        row += mapRow * _tiles.Together;
        var offset = ((row * _tiles.Leading) + (unit * _tiles.UnitElements)) * _tiles.ElementBytes;
        var filled = Pred.Always;
        if (first && !_firstDepth.Is(_tiles.Depth))
        {
            filled = _tiles.KMajor
                ? _k.Less(_k.Mul(_k.Add(_map.Unit, unit), _tiles.UnitElements), _firstDepth)
                : _k.Less(_k.Mad(_map.Row, _tiles.Together, row), _firstDepth);
        }

        return new(_pointer, offset, Inside(pass), filled);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Advance(bool first)
    {
        var stride = (_tiles.KMajor ? 1 : _tiles.Leading) * _tiles.ElementBytes;
        return
        [
            () =>
            {
                if (first && !_firstDepth.IsConstant)
                {
                    _k.Emit("mad.wide.s32", _pointer, _firstDepth.Register, stride, _pointer);
                }
                else
                {
                    _k.Emit("add.s64", _pointer, _pointer, checked((first ? _firstDepth.Constant : _tiles.Depth) * stride));
                }
            },
        ];
    }

    /// <summary>Lanes of a pass that are inside the matrix, where it is smaller than a tile.</summary>
    private Pred Inside(int pass)
    {
        var (row, unit) = _map.Passes[pass];
        var key = _tiles.KMajor ? row : unit;
        if (_inside.TryGetValue(key, out var known))
        {
            return known;
        }

        var (first, size, own) = _tiles.KMajor ? (row, _map.RowsPerPass, _map.Row) : (unit * _tiles.UnitElements, _map.UnitsPerPass * _tiles.UnitElements, _map.Unit);
        var inside = first + size <= _tiles.Extent ? Pred.Always
            : first >= _tiles.Extent ? Pred.Never
            : _k.Less(own, (_tiles.Extent - first + (_tiles.KMajor ? 0 : _tiles.UnitElements - 1)) / (_tiles.KMajor ? 1 : _tiles.UnitElements));
        return _inside[key] = _k.Both(inside, _map.Participates);
    }
}
