using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Writes a tile's sums: each warp passes them through its own piece of shared memory, strip by strip, so that neighbouring lanes hold neighbouring
/// columns; then bias, residual and function are applied in fp32 and rows are written in accesses as wide as they allow.
/// </summary>
/// <param name="k">Kernel.</param>
/// <param name="epilogue">What becomes of each sum.</param>
/// <param name="leading">Elements from one row of the result to the next.</param>
/// <param name="writeBytes">Bytes in which rows can be written.</param>
/// <param name="place">Tile and warp.</param>
/// <param name="schedule">Schedule.</param>
/// <param name="warpWidth">Threads of a warp.</param>
internal sealed class TileStore(
    SimtKernelBuilder k, GemmEpilogue epilogue, int leading, int writeBytes, TileCoordinates place, GemmSchedule schedule, int warpWidth)
{
    // neighbouring rows begin 8 banks apart: the lanes of a fragment meet all banks
    private const int Padding = 8;

    private readonly Dictionary<int, Reg[]> _columnBias = [];
    private readonly Dictionary<int, Reg[]> _columnScales = [];

    /// <summary>Bytes of shared memory that the warps of a CTA need.</summary>
    public static int SharedBytes(GemmSchedule schedule, int stripRows) => schedule.Warps * StripBytes(schedule, stripRows);

    /// <summary>Writes the tile.</summary>
    /// <param name="core">What holds the sums.</param>
    /// <param name="result">Address of the matrix's first element.</param>
    /// <param name="residual">Address of what is added; <c>rz</c> for nothing.</param>
    /// <param name="bias">Address of the bias; <c>rz</c> for none.</param>
    public void Emit(IProductSums core, Reg result, Reg residual, Reg bias)
    {
        var type = epilogue.Output;
        var code = new EpilogueCode(k, epilogue);
        var wide = Math.Min(writeBytes / type.SizeInBytes(), schedule.WarpN);
        var pitch = schedule.WarpN + Padding;
        var map = new TileMap(k, k.Special(SimtSpecialRegister.LaneId), core.StripRows, schedule.WarpN / wide, warpWidth);
        var own = k.Mul(place.Warp, StripBytes(schedule, core.StripRows));
        var write = k.Add(own, k.Mul(k.Mad(core.LaneRow, pitch, core.LaneColumn), 4));
        var read = k.Add(own, k.Mul(k.Mad(map.Row, pitch, k.Mul(map.Unit, wide)), 4));
        Val row = k.Add(place.WarpRow, map.Row), column = k.Add(place.WarpColumn, k.Mul(map.Unit, wide));
        var keptRow = place.Rows.Kept(k, row);
        var keptColumn = place.Columns.Kept(k, column);
        var element = k.Mad(k.Add(place.Rows.Base, row), leading, k.Add(place.Columns.Base, column));
        var to = k.Offset(result, element, type.SizeInBytes());
        var from = residual.IsZero ? default : k.Offset(residual, element, type.SizeInBytes());
        var biasAt = bias.IsZero ? default
            : k.Offset(bias, epilogue.Bias == GemmBias.Column ? k.Add(place.Columns.Base, column) : k.Add(place.Rows.Base, row), epilogue.BiasType.SizeInBytes());
        var rowScale = epilogue.Scales ? k.Offset(k.Pointer("row_scale"), k.Add(place.Rows.Base, row), sizeof(float)) : default;
        var columnScale = epilogue.Scales ? k.Offset(k.Pointer("column_scale"), k.Add(place.Columns.Base, column), sizeof(float)) : default;
        for (var strip = 0; strip < schedule.WarpM / core.StripStep; strip++)
        {
            foreach (var run in core.Runs(strip))
            {
                k.Emit("st.shared" + AccessWidth.Of(4 * run.Sums.Count), Arg.At(write, 4 * ((run.Row * pitch) + run.Column)), run.Sums);
            }

            foreach (var (passRow, passUnit) in map.Passes)
            {
                var (beyondRow, beyondColumn) = ((strip * core.StripStep) + passRow, passUnit * wide);
                var kept = keptRow(beyondRow, keptColumn(beyondColumn, map.Participates));
                var offset = ((beyondRow * leading) + beyondColumn) * type.SizeInBytes();
                var added = from.IsZero ? null : ElementCode.Load(k, from, offset, wide, type, kept);
                var biases = Bias(biasAt, beyondRow, beyondColumn, wide, kept, keptColumn(beyondColumn, map.Participates));
                var sums = Read(Arg.At(read, 4 * ((passRow * pitch) + beyondColumn)), wide);
                if (epilogue.Scales)
                {
                    var ofRow = ElementCode.Load(k, rowScale, beyondRow * sizeof(float), 1, ElementType.Float32, kept)[0];
                    var ofColumns = Once(_columnScales, columnScale, beyondColumn, wide, ElementType.Float32, keptColumn(beyondColumn, map.Participates));
                    sums = [.. sums.Select((sum, i) => k.Do("mul.f32", k.Do("mul.f32", sum, ofRow), ofColumns[i]))];
                }

                ElementCode.Store(k, to, offset, [.. sums.Select((sum, i) => code.Finish(sum, biases?[i], added?[i]))], type, kept);
            }
        }
    }

    private static int StripBytes(GemmSchedule schedule, int stripRows) => stripRows * (schedule.WarpN + Padding) * 4;

    private Reg[] Read(Arg address, int count)
    {
        var values = new List<Reg>();
        for (var at = 0; at < count; at += 4)
        {
            var group = k.NewReg(Math.Min(4, count));
            k.Emit("ld.shared" + AccessWidth.Of(4 * group.Count), group, Arg.At(address.Register, address.Value + (4 * at)));
            values.AddRange(Enumerable.Range(0, group.Count).Select(i => group[i]));
        }

        return [.. values];
    }

    /// <summary>A row's value stands in one register for all columns; those of columns are loaded once for all strips.</summary>
    private Reg[]? Bias(Reg at, int row, int column, int count, Pred kept, Pred keptColumn) => epilogue.Bias switch
    {
        GemmBias.None => null,
        GemmBias.Column => Once(_columnBias, at, column, count, epilogue.BiasType, keptColumn),
        _ => [.. Enumerable.Repeat(ElementCode.Load(k, at, row * epilogue.BiasType.SizeInBytes(), 1, epilogue.BiasType, kept)[0], count)],
    };

    /// <summary>Values of columns, loaded where they are asked for first.</summary>
    private Reg[] Once(Dictionary<int, Reg[]> known, Reg at, int column, int count, ElementType type, Pred keptColumn)
    {
        if (!known.TryGetValue(column, out var values))
        {
            var wide = Math.Min(count, ElementCode.PerAccess(type));
            values = [.. Enumerable.Range(0, count / wide).SelectMany(i => ElementCode.Load(k, at, (column + (i * wide)) * type.SizeInBytes(), wide, type, keptColumn))];
            known[column] = values;
        }

        return values;
    }
}
