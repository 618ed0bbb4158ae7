using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Copies tiles of an operand from device to shared memory past the registers.</summary>
internal sealed class AsyncTileCopy
{
    private readonly SimtKernelBuilder _k;
    private readonly TileMap _map;
    private readonly ITileAddresses _addresses;
    private readonly SwizzledTile _tile;
    private readonly int _unitBytes;
    private readonly int _bufferBytes;
    private readonly Val[] _destinations;

    /// <param name="k">Kernel.</param>
    /// <param name="map">Who copies what.</param>
    /// <param name="addresses">From where.</param>
    /// <param name="tile">To where, in the first buffer.</param>
    /// <param name="unitBytes">Bytes of a copy: 4, 8 or 16.</param>
    /// <param name="bufferBytes">From one buffer to the next.</param>
    public AsyncTileCopy(SimtKernelBuilder k, TileMap map, ITileAddresses addresses, SwizzledTile tile, int unitBytes, int bufferBytes)
    {
        (_k, _map, _addresses, _tile, _unitBytes, _bufferBytes) = (k, map, addresses, tile, unitBytes, bufferBytes);

        // rows of all passes have the same place in the pattern where a pass takes as many as it repeats after, else a few
        var places = Math.Min(Math.Max(1, SwizzledTile.Period / map.RowsPerPass), map.Passes.Select(pass => pass.Row).Distinct().Count());
        _destinations = [.. Enumerable.Range(0, places).Select(i => tile.Address(k, k.Add(map.Row, i * map.RowsPerPass), k.Mul(map.Unit, unitBytes)))];
    }

    /// <summary>Instructions that copy the next tile into a buffer.</summary>
    /// <param name="buffer">Buffer.</param>
    /// <param name="first">True for the first tile.</param>
    /// <param name="guard">False where there is no next tile.</param>
    public IReadOnlyList<Action> Copy(int buffer, bool first, Pred guard)
    {
        if (guard.IsNever)
        {
            return [];
        }

        return [.. _addresses.Begin(first), .. Enumerable.Range(0, _map.Passes.Count).Select(pass => (Action)(() => Copy(pass, buffer, first, guard))), .. _addresses.Advance(first)];
    }

    private void Copy(int pass, int buffer, bool first, Pred guard)
    {
        var access = _addresses.Of(pass, first);
        if (access.Takes.IsNever)
        {
            return;
        }

        var (row, unit) = _map.Passes[pass];
        var place = row / _map.RowsPerPass % _destinations.Length;
        var to = _k.InRegister(_k.Add(_destinations[place], ((row - (place * _map.RowsPerPass)) * _tile.RowBytes) + (unit * _unitBytes) + (buffer * _bufferBytes)));
        var lanes = _k.Both(guard, access.Takes);
        var width = _unitBytes switch { 4 => ".b32", 8 => ".b64", _ => ".b128" };
        if (access.Filled.IsAlways)
        {
            _k.EmitIf(lanes, "cp.async" + width, to, Arg.At(access.Pointer, access.Offset));
        }
        else
        {
            _k.EmitIf(lanes, "cp.async.zfill" + width, to, Arg.At(access.Pointer, access.Offset), access.Filled);
        }
    }
}
