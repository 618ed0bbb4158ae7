using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Products with the matrix instruction of a chip without <c>ldmatrix</c>: each lane loads its cells of four elements itself.</summary>
internal sealed class QuadCore : IProductCore
{
    private readonly SimtKernelBuilder _k;
    private readonly QuadShape _shape;
    private readonly string _mnemonic;
    private readonly int _bufferBytes;
    private readonly (QuadTile A, QuadTile B) _tiles;
    private readonly Val _addressA;
    private readonly Val _addressB;
    private readonly Reg[][] _a;
    private readonly Reg[][] _b;
    private readonly Reg[,] _sums;

    public QuadCore(SimtKernelBuilder k, GemmSchedule schedule, QuadShape shape, ElementType type, QuadTile a, QuadTile b, TileCoordinates place, int bufferBytes)
    {
        (_k, _shape, _tiles, _bufferBytes) = (k, shape, (a, b), bufferBytes);
        _mnemonic = shape.Mnemonic(type);
        var lane = k.Special(SimtSpecialRegister.LaneId);
        (LaneRow, LaneColumn) = shape.C(k, lane);
        _addressA = Address(shape.A(k, lane), a, place.WarpRow);
        _addressB = Address(shape.B(k, lane), b, place.WarpColumn);
        Steps = schedule.TileK / shape.Depth;
        var (rows, columns) = (schedule.WarpM / shape.Rows, schedule.WarpN / shape.Columns);
        _a = [Registers(rows), Registers(rows)];
        _b = [Registers(columns), Registers(columns)];
        _sums = new Reg[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                _sums[i, j] = k.NewReg(shape.Sums);
            }
        }
    }

    /// <inheritdoc/>
    public int Steps { get; }

    /// <inheritdoc/>
    public int StripRows => _shape.Rows;

    /// <inheritdoc/>
    public Val LaneRow { get; }

    /// <inheritdoc/>
    public Val LaneColumn { get; }

    /// <inheritdoc/>
    public void Clear()
    {
        foreach (var sums in _sums)
        {
            _k.Fill(sums, 0);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Load(int step, int buffer, int set)
    {
        return [.. Loads(_a[set], _addressA, _tiles.A, _shape.Rows), .. Loads(_b[set], _addressB, _tiles.B, _shape.Columns)];

        IEnumerable<Action> Loads(Reg[] into, Val address, QuadTile tile, int side) => into.Select((register, i) => (Action)(() =>
        {
            var cell = (step * _shape.Depth / QuadTile.Quad * tile.Pitch) + (i * side);
            _k.Emit("ld.shared.b64", register, Arg.At(address, (cell * QuadTile.CellBytes) + (buffer * _bufferBytes)));
        }));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Multiply(int set) =>
    [
        .. from row in Enumerable.Range(0, _sums.GetLength(0))
           from turn in Enumerable.Range(0, _sums.GetLength(1))
           let column = row % 2 == 0 ? turn : _sums.GetLength(1) - 1 - turn
           select (Action)(() => _k.Emit(_mnemonic, _sums[row, column], _a[set][row], _b[set][column], _sums[row, column])),
    ];

    /// <inheritdoc/>
    public IEnumerable<AccumulatorRun> Runs(int strip) =>
        from column in Enumerable.Range(0, _sums.GetLength(1))
        from run in Enumerable.Range(0, _shape.Sums / _shape.Run)
        let at = _shape.Sum(run * _shape.Run)
        select new AccumulatorRun(_sums[strip, column].Slice(run * _shape.Run, _shape.Run), at.Row, (column * _shape.Columns) + at.Column);

    private Val Address((Val Outer, Val Quad) own, QuadTile tile, Val warpFirst) =>
        _k.Add(_k.Mul(_k.Mad(own.Quad, tile.Pitch, _k.Add(warpFirst, own.Outer)), QuadTile.CellBytes), tile.Start);

    private Reg[] Registers(int count) => [.. Enumerable.Range(0, count).Select(_ => _k.NewReg(2))];
}
