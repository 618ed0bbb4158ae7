using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Copies tiles of an operand from device to shared memory past the registers.</summary>
internal sealed class AsyncTileCopy
{
    // as cuBLAS and CUTLASS copy (LDGSTS.E.BYPASS.LTC128B.128; NVIDIA/cutlass issue 490): tiles are narrow, and the next step along k reads on
    private const string Fetch = ".l2_128b";

    private readonly SimtKernelBuilder _k;
    private readonly TileMap _map;
    private readonly ITileAddresses _addresses;
    private readonly SwizzledPlaces _places;
    private readonly int _unitBytes;
    private readonly int _bufferBytes;

    /// <param name="k">Kernel.</param>
    /// <param name="map">Who copies what.</param>
    /// <param name="addresses">From where.</param>
    /// <param name="tile">To where, in the first buffer.</param>
    /// <param name="unitBytes">Bytes of a copy: 4, 8 or 16.</param>
    /// <param name="bufferBytes">From one buffer to the next.</param>
    public AsyncTileCopy(SimtKernelBuilder k, TileMap map, ITileAddresses addresses, SwizzledTile tile, int unitBytes, int bufferBytes)
    {
        (_k, _map, _addresses, _unitBytes, _bufferBytes) = (k, map, addresses, unitBytes, bufferBytes);
        _places = new(k, map, tile, unitBytes);
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
        var access = _addresses.Of(pass, 0, first);
        if (access.Takes.IsNever)
        {
            return;
        }

        var (at, offset) = _places.Of(pass);
        var to = _k.InRegister(_k.Add(at, offset + (buffer * _bufferBytes)));
        var lanes = _k.Both(guard, access.Takes);
        var width = AccessWidth.Of(_unitBytes) + Fetch;
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
