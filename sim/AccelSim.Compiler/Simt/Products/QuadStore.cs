using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Writes a <see cref="QuadTile"/>; of an operand whose rows do not run along k a thread reads four rows and turns them.</summary>
internal sealed class QuadStore : ITileStore
{
    // prmt: low halves of both operands, high halves of both
    private const int LowHalves = 0x5410;
    private const int HighHalves = 0x7632;

    private readonly SimtKernelBuilder _k;
    private readonly TileMap _map;
    private readonly QuadTile _tile;
    private readonly bool _kMajor;
    private readonly int _unit;
    private readonly Val _first;

    public QuadStore(SimtKernelBuilder k, TileMap map, QuadTile tile, bool kMajor, int unitElements)
    {
        (_k, _map, _tile, _kMajor, _unit) = (k, map, tile, kMajor, unitElements);
        Together = TogetherFor(kMajor, unitElements);
        var unit = k.Mul(map.Unit, unitElements);
        var (depth, outer) = kMajor ? (unit, map.Row) : (k.Mul(map.Row, Together), unit);
        var (cell, inCell) = k.DivRem(depth, QuadTile.Quad);
        _first = k.Add(k.Add(k.Mul(k.Mad(cell, tile.Pitch, outer), QuadTile.CellBytes), k.Mul(inCell, 2)), tile.Start);
    }

    /// <inheritdoc/>
    public int Together { get; }

    /// <summary>Rows that a thread reads together.</summary>
    public static int TogetherFor(bool kMajor, int unitElements) => kMajor || unitElements == 1 ? 1 : QuadTile.Quad;

    /// <inheritdoc/>
    public void Store(int pass, IReadOnlyList<Reg> raw, Pred takes, int bufferOffset)
    {
        var (row, unit) = _map.Passes[pass];
        var (depth, outer) = _kMajor ? (unit * _unit, row) : (row * Together, unit * _unit);
        if (Together > 1)
        {
            Turned(raw, takes, bufferOffset + Bytes(depth, outer));
            return;
        }

        // a unit along k fills cells; a single element goes to its place in one
        var bytes = Math.Min(2 * _unit, QuadTile.CellBytes);
        for (var part = 0; part * QuadTile.CellBytes < 2 * _unit; part++)
        {
            var piece = raw[0].Slice(part * 2, Math.Max(1, bytes / 4));
            _k.EmitIf(takes, "st.shared" + AccessWidth.Of(bytes), Arg.At(_first, bufferOffset + Bytes(depth + (part * QuadTile.Quad), outer)), piece);
        }
    }

    private int Bytes(int depth, int outer) => (((depth / QuadTile.Quad * _tile.Pitch) + outer) * QuadTile.CellBytes) + (depth % QuadTile.Quad * 2);

    private void Turned(IReadOnlyList<Reg> raw, Pred takes, int offset)
    {
        for (var pair = 0; pair < _unit / 2; pair++)
        {
            var cells = _k.NewReg(4);
            for (var half = 0; half < 2; half++)
            {
                var choice = half == 0 ? LowHalves : HighHalves;
                _k.Emit("prmt.b32", cells[2 * half], raw[0][pair], choice, raw[1][pair]);
                _k.Emit("prmt.b32", cells[(2 * half) + 1], raw[2][pair], choice, raw[3][pair]);
            }

            _k.EmitIf(takes, "st.shared.b128", Arg.At(_first, offset + (pair * 2 * QuadTile.CellBytes)), cells);
        }
    }
}
