using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// The sums of a warp group's part, 64 rows after 64, of each of which a warp has 16: with g = lane / 4 and t = lane mod 4 a lane holds columns 2t and 2t + 1
/// of rows g and g + 8 of every 16x8 (PTX ISA, wgmma fragment D).
/// </summary>
internal sealed class WarpGroupSums : IProductSums
{
    /// <summary>Rows of a product that a warp has.</summary>
    public const int Rows = 16;

    /// <summary>Rows of a product.</summary>
    public const int GroupRows = 64;

    private const int ColumnStep = 8;

    private readonly int _columns;

    public WarpGroupSums(SimtKernelBuilder k, GemmSchedule schedule)
    {
        _columns = schedule.WarpN;
        Blocks = [.. Enumerable.Range(0, schedule.WarpM / GroupRows).Select(_ => k.NewReg(schedule.WarpN / 2))];
        var lane = k.Special(SimtSpecialRegister.LaneId);
        LaneRow = k.Div(lane, 4);
        LaneColumn = k.Mul(k.And(lane, 3), 2);
    }

    /// <summary>The sums of each 64 rows.</summary>
    public IReadOnlyList<Reg> Blocks { get; }

    /// <inheritdoc/>
    public int StripRows => Rows;

    /// <inheritdoc/>
    public int StripStep => GroupRows;

    /// <inheritdoc/>
    public Val LaneRow { get; }

    /// <inheritdoc/>
    public Val LaneColumn { get; }

    /// <inheritdoc/>
    public IEnumerable<AccumulatorRun> Runs(int strip) =>
        from column in Enumerable.Range(0, _columns / ColumnStep)
        from half in Enumerable.Range(0, 2)
        select new AccumulatorRun(Blocks[strip].Slice((4 * column) + (2 * half), 2), 8 * half, ColumnStep * column);
}
