using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Bulk copies of a factor's tiles, one after the other along k, into the buffers of a ring.</summary>
internal sealed class BulkTileCopy
{
    private const int ElementBytes = 2;

    private readonly SimtKernelBuilder _k;
    private readonly GroupTile _tile;
    private readonly TileBox _from;
    private readonly StageRing _ring;
    private readonly Reg _pointer;
    private readonly Reg _box;

    /// <param name="k">Kernel.</param>
    /// <param name="tile">Where the tile lies in a buffer.</param>
    /// <param name="from">Where it comes from.</param>
    /// <param name="ring">The buffers.</param>
    public BulkTileCopy(SimtKernelBuilder k, GroupTile tile, TileBox from, StageRing ring)
    {
        (_k, _tile, _from, _ring) = (k, tile, from, ring);
        _pointer = k.NewReg(2);
        k.Emit("mov.b64", _pointer, from.Start());
        _box = k.NewReg(4);
        k.Emit("mov.b32", _box[0], tile.RowBytes);
        k.Emit("mov.b32", _box[1], Rows);
        k.Emit("mov.b32", _box[2], from.PitchBytes);
    }

    /// <summary>Bytes that a tile's copies bring.</summary>
    public int Bytes => Rows * _tile.RowBytes * _tile.Panels;

    /// <summary>Rows beyond the matrix are not copied: what lies there meets no sum that is kept.</summary>
    private int Rows => _tile.KMajor ? _from.Extent : _tile.Rows;

    /// <summary>Copies the next tile and goes on along k.</summary>
    /// <param name="depth">Elements along k by which the next but one lies further.</param>
    public void Copy(Reg depth)
    {
        _k.Emit("mov.b32", _box[3], _ring.Full);
        for (var panel = 0; panel < _tile.Panels; panel++)
        {
            var to = _k.Add(_ring.Place, _tile.Start + (panel * _tile.PanelBytes));
            _k.Emit("cp.async.bulk.box" + _tile.Swizzle, to, Arg.At(_pointer, panel * _tile.RowBytes), _box);
        }

        _k.Emit("mad.wide.s32", _pointer, depth, _tile.KMajor ? ElementBytes : _from.PitchBytes, _pointer);
    }
}
