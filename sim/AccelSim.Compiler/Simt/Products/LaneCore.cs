using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Products on the fp32 lanes: each lane has a part of rows and columns in groups of four, and at each k loads its rows of A and columns of B and
/// multiplies all with all.
/// </summary>
internal sealed class LaneCore : IProductCore
{
    /// <summary>Neighbouring rows or columns that a lane loads at once.</summary>
    public const int Group = 4;

    private readonly SimtKernelBuilder _k;
    private readonly (LaneTile A, LaneTile B) _tiles;
    private readonly Val _addressA;
    private readonly Val _addressB;
    private readonly int _bufferBytes;
    private readonly int _laneRows;
    private readonly int _laneColumns;
    private readonly Reg[][] _a;
    private readonly Reg[][] _b;
    private readonly Reg[,] _sums;

    public LaneCore(SimtKernelBuilder k, GemmSchedule schedule, LaneTile a, LaneTile b, TileCoordinates place, int warpWidth, int bufferBytes)
    {
        (_k, _tiles, _bufferBytes) = (k, (a, b), bufferBytes);
        (_laneRows, _laneColumns) = Lanes(schedule, warpWidth) ?? throw new ArgumentException($"{schedule} gives lanes no whole groups", nameof(schedule));
        var lane = k.Special(SimtSpecialRegister.LaneId);
        var (row, column) = k.DivRem(lane, _laneColumns);
        (LaneRow, LaneColumn) = (k.Mul(row, Group), k.Mul(column, Group));
        _addressA = k.Add(k.Mul(k.Add(place.WarpRow, LaneRow), 4), a.Start);
        _addressB = k.Add(k.Mul(k.Add(place.WarpColumn, LaneColumn), 4), b.Start);
        Steps = schedule.TileK;
        var (rows, columns) = (schedule.WarpM / _laneRows / Group, schedule.WarpN / _laneColumns / Group);
        _a = [Registers(rows), Registers(rows)];
        _b = [Registers(columns), Registers(columns)];
        _sums = new Reg[rows * Group, columns];
        for (var i = 0; i < rows * Group; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                _sums[i, j] = k.NewReg(Group);
            }
        }
    }

    /// <inheritdoc/>
    public int Steps { get; }

    /// <inheritdoc/>
    public int StripRows => _laneRows * Group;

    /// <inheritdoc/>
    public Val LaneRow { get; }

    /// <inheritdoc/>
    public Val LaneColumn { get; }

    /// <summary>Lanes along the rows and along the columns of a warp's part, so that each lane's is as square as can be; null where none gives whole groups.</summary>
    public static (int Rows, int Columns)? Lanes(GemmSchedule schedule, int warpWidth)
    {
        (int Rows, int Columns)? best = null;
        var least = int.MaxValue;
        for (var rows = 1; rows <= warpWidth; rows *= 2)
        {
            var columns = warpWidth / rows;
            if (schedule.WarpM % (rows * Group) == 0 && schedule.WarpN % (columns * Group) == 0)
            {
                var loads = (schedule.WarpM / rows) + (schedule.WarpN / columns);
                (best, least) = loads < least ? ((rows, columns), loads) : (best, least);
            }
        }

        return best;
    }

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
        return [.. Loads(_a[set], _addressA, _tiles.A, _laneRows), .. Loads(_b[set], _addressB, _tiles.B, _laneColumns)];

        IEnumerable<Action> Loads(Reg[] into, Val address, LaneTile tile, int lanes) => into.Select((register, i) => (Action)(() =>
            _k.Emit("ld.shared.b128", register, Arg.At(address, (4 * ((step * tile.Pitch) + (i * lanes * Group))) + (buffer * _bufferBytes)))));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Multiply(int set) =>
    [
        .. from row in Enumerable.Range(0, _sums.GetLength(0))
           from turn in Enumerable.Range(0, _sums.GetLength(1) * Group)
           let column = row % 2 == 0 ? turn : (_sums.GetLength(1) * Group) - 1 - turn
           select (Action)(() =>
           {
               var sum = _sums[row, column / Group][column % Group];
               _k.Emit("fma.f32", sum, _a[set][row / Group][row % Group], _b[set][column / Group][column % Group], sum);
           }),
    ];

    /// <inheritdoc/>
    public IEnumerable<AccumulatorRun> Runs(int strip) =>
        from row in Enumerable.Range(0, Group)
        from column in Enumerable.Range(0, _sums.GetLength(1))
        select new AccumulatorRun(_sums[(strip * Group) + row, column], row, column * _laneColumns * Group);

    private Reg[] Registers(int count) => [.. Enumerable.Range(0, count).Select(_ => _k.NewReg(Group))];
}
