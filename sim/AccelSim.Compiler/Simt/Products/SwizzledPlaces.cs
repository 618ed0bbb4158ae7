using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Where the units that a thread copies lie in a <see cref="SwizzledTile"/>.</summary>
internal sealed class SwizzledPlaces
{
    private readonly TileMap _map;
    private readonly SwizzledTile _tile;
    private readonly int _unitBytes;
    private readonly Val[] _places;

    public SwizzledPlaces(SimtKernelBuilder k, TileMap map, SwizzledTile tile, int unitBytes)
    {
        (_map, _tile, _unitBytes) = (map, tile, unitBytes);

        // rows of all passes have the same place in the pattern where a pass takes as many as it repeats after, else a few
        var count = Math.Min(Math.Max(1, SwizzledTile.Period / map.RowsPerPass), map.Passes.Select(pass => pass.Row).Distinct().Count());
        _places = [.. Enumerable.Range(0, count).Select(i => tile.Address(k, k.Add(map.Row, i * map.RowsPerPass), k.Mul(map.Unit, unitBytes)))];
    }

    /// <summary>Address of a pass's unit in the first buffer: a register and bytes beyond it.</summary>
    public (Val Address, int Offset) Of(int pass)
    {
        var (row, unit) = _map.Passes[pass];
        var place = row / _map.RowsPerPass % _places.Length;
        return (_places[place], ((row - (place * _map.RowsPerPass)) * _tile.RowBytes) + (unit * _unitBytes));
    }
}
