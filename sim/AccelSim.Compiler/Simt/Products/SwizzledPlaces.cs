using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Where the units that a thread copies lie in a <see cref="SwizzledTile"/>.</summary>
internal sealed class SwizzledPlaces
{
    private readonly TileMap _map;
    private readonly SwizzledTile _tile;
    private readonly int _unitBytes;
    private readonly int _rows;
    private readonly Dictionary<(int Row, int Byte), Val> _places = [];

    public SwizzledPlaces(SimtKernelBuilder k, TileMap map, SwizzledTile tile, int unitBytes)
    {
        (_map, _tile, _unitBytes) = (map, tile, unitBytes);

        // rows of all passes have the same place in the pattern where a pass takes as many as it repeats after, else a few; so have units of a row that few
        // threads take one after the other, where those are as many bytes apart as the pattern spans
        _rows = Math.Min(Math.Max(1, SwizzledTile.Period / map.RowsPerPass), map.Passes.Select(pass => pass.Row).Distinct().Count());
        foreach (var (row, inPattern) in map.Passes.Select(pass => (Place(pass.Row), InPattern(pass.Unit))).Distinct())
        {
            _places.Add((row, inPattern), tile.Address(k, k.Add(map.Row, row * map.RowsPerPass), k.Add(k.Mul(map.Unit, unitBytes), inPattern)));
        }
    }

    /// <summary>Address of a pass's unit in the first buffer: a register and bytes beyond it.</summary>
    public (Val Address, int Offset) Of(int pass)
    {
        var (row, unit) = _map.Passes[pass];
        var (place, inPattern) = (Place(row), InPattern(unit));
        return (_places[(place, inPattern)], ((row - (place * _map.RowsPerPass)) * _tile.RowBytes) + (unit * _unitBytes) - inPattern);
    }

    private int Place(int row) => row / _map.RowsPerPass % _rows;

    /// <summary>Bytes of a unit's distance that the exclusive-or takes part in.</summary>
    private int InPattern(int unit) => unit * _unitBytes & _tile.Mask;
}
