using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Products with <c>mma.m16n8k16</c>, fp32 sums (of pairs of int8 with <c>mma.m16n8k32</c>, int32 sums): fragments come through <c>ldmatrix</c> into two sets of registers, one of which is loaded while the other
/// is multiplied. With g = lane / 4 and t = lane mod 4 a lane holds columns 2t and 2t + 1 of rows g and g + 8 of each 16x8.
/// </summary>
internal sealed class MatrixCore : IProductCore
{
    private const int Side = 16;

    private readonly SimtKernelBuilder _k;
    private readonly FragmentLoads _loadA;
    private readonly FragmentLoads _loadB;
    private readonly Reg[,] _a;
    private readonly Reg[,] _b;
    private readonly Reg[,] _sums;
    private readonly string _mnemonic;

    public MatrixCore(SimtKernelBuilder k, GemmSchedule schedule, ProductPlan plan, FragmentLoads a, FragmentLoads b)
    {
        (_k, _loadA, _loadB) = (k, a, b);
        _mnemonic = plan.Int8Pairs ? "mma.m16n8k32.s32.s8" : plan.Type == ElementType.BFloat16 ? "mma.m16n8k16.f32.bf16" : "mma.m16n8k16.f32.f16";
        Steps = schedule.TileK / Side;
        var (rows, columns) = (schedule.WarpM / Side, schedule.WarpN / Side);
        _a = Groups(2, rows);
        _b = Groups(2, columns);
        _sums = Groups(rows, 2 * columns);
        var lane = k.Special(SimtSpecialRegister.LaneId);
        LaneRow = k.Div(lane, 4);
        LaneColumn = k.Mul(k.And(lane, 3), 2);
    }

    /// <inheritdoc/>
    public int Steps { get; }

    /// <inheritdoc/>
    public int StripRows => Side;

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
        var loads = new List<Action>();
        for (var i = 0; i < Math.Max(_a.GetLength(1), _b.GetLength(1)); i++)
        {
            var index = i;
            if (i < _a.GetLength(1))
            {
                loads.Add(() => _loadA.Load(_a[set, index], index, step, buffer));
            }

            if (i < _b.GetLength(1))
            {
                loads.Add(() => _loadB.Load(_b[set, index], index, step, buffer));
            }
        }

        return loads;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Action> Multiply(int set)
    {
        var (rows, columns) = (_sums.GetLength(0), _sums.GetLength(1));
        return
        [
            .. from row in Enumerable.Range(0, rows)
               from column in Enumerable.Range(0, columns)
               let turn = row % 2 == 0 ? column : columns - 1 - column
               select (Action)(() => _k.Emit(_mnemonic, _sums[row, turn], _a[set, row], _b[set, turn / 2].Slice(2 * (turn % 2), 2), _sums[row, turn])),
        ];
    }

    /// <inheritdoc/>
    public IEnumerable<AccumulatorRun> Runs(int strip) =>
        from column in Enumerable.Range(0, _sums.GetLength(1))
        from half in Enumerable.Range(0, 2)
        select new AccumulatorRun(_sums[strip, column].Slice(2 * half, 2), 8 * half, 8 * column);

    /// <summary>Sums of integers become fp32.</summary>
    public void Float()
    {
        foreach (var sums in _sums)
        {
            for (var i = 0; i < sums.Count; i++)
            {
                _k.Emit("cvt.f32.s32", sums.Slice(i, 1), sums.Slice(i, 1));
            }
        }
    }

    private Reg[,] Groups(int first, int second)
    {
        var groups = new Reg[first, second];
        for (var i = 0; i < first; i++)
        {
            for (var j = 0; j < second; j++)
            {
                groups[i, j] = _k.NewReg(4);
            }
        }

        return groups;
    }
}
