using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Writes a <see cref="LaneTile"/>: elements become fp32, and rows that run along k are turned.</summary>
internal sealed class LaneStore : ITileStore
{
    private readonly SimtKernelBuilder _k;
    private readonly TileMap _map;
    private readonly LaneTile _tile;
    private readonly ElementType _type;
    private readonly bool _kMajor;
    private readonly int _unit;
    private readonly Val _first;

    public LaneStore(SimtKernelBuilder k, TileMap map, LaneTile tile, ElementType type, bool kMajor, int unitElements)
    {
        (_k, _map, _tile, _type, _kMajor, _unit) = (k, map, tile, type, kMajor, unitElements);
        var unit = k.Mul(map.Unit, unitElements);
        var (depth, outer) = kMajor ? (unit, map.Row) : (map.Row, unit);
        _first = k.Add(k.Mul(k.Mad(depth, tile.Pitch, outer), 4), tile.Start);
    }

    /// <inheritdoc/>
    public int Together => 1;

    /// <inheritdoc/>
    public void Store(int pass, IReadOnlyList<Reg> raw, Pred takes, int bufferOffset)
    {
        var (row, unit) = _map.Passes[pass];
        var values = ElementCode.Widen(_k, [.. Enumerable.Range(0, raw[0].Count).Select(i => raw[0][i])], _unit, _type);
        if (_kMajor)
        {
            for (var i = 0; i < _unit; i++)
            {
                _k.EmitIf(takes, "st.shared.b32", Arg.At(_first, bufferOffset + (4 * ((((unit * _unit) + i) * _tile.Pitch) + row))), values[i]);
            }

            return;
        }

        var together = _type == ElementType.Float32 ? raw[0] : ElementCode.Narrow(_k, values, ElementType.Float32);
        _k.EmitIf(takes, "st.shared" + AccessWidth.Of(4 * _unit), Arg.At(_first, bufferOffset + (4 * ((row * _tile.Pitch) + (unit * _unit)))), together);
    }
}
