using System.Collections.Immutable;
using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>One axis of a strided copy.</summary>
/// <param name="Extent">Elements.</param>
/// <param name="From">Stride in the source, in elements; 0 repeats.</param>
/// <param name="To">Stride in the destination, in elements.</param>
public readonly record struct CopyAxis(long Extent, long From, long To);

/// <summary>
/// Moves a strided block of device memory: transposes, concatenation, expansion. Axes are sorted by destination stride. When the innermost
/// axis is contiguous on both sides, tiles are copied through NRAM as they are; when the source is contiguous along another axis, tiles of the two
/// are transposed in NRAM; otherwise single elements are gathered by strided copies. Parameters: x, y.
/// </summary>
internal sealed class CopyKernel
{
    private readonly KernelWriter _k = new();
    private readonly MluDataType _type;
    private readonly long _e;
    private readonly long _nram;
    private readonly int _cores;
    private readonly Val _x;
    private readonly Val _y;

    private CopyKernel(MluDataType type, MluTarget target)
    {
        (_type, _e, _nram, _cores) = (type, type.Bits() / 8, target.Nram, target.Cores);
        _x = _k.Parameter("x");
        _y = _k.Parameter("y");
    }

    public static LayerKernel Write(string name, ImmutableArray<CopyAxis> axes, MluDataType type, MluTarget target)
    {
        var kernel = new CopyKernel(type, target);
        var sorted = Merge(axes);
        var inner = sorted[^1];
        var along = sorted.FindIndex(axis => axis.From == 1);
        var (tasks, schedule) = inner.From == 1 || along < 0 || inner.To != 1
            ? kernel.Straight(sorted)
            : kernel.Transposing(sorted, along);
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), tasks, schedule);
    }

    /// <summary>Axes from outermost to innermost in the destination, unit axes dropped, neighbours joined where both sides are contiguous.</summary>
    private static List<CopyAxis> Merge(ImmutableArray<CopyAxis> axes)
    {
        var merged = new List<CopyAxis>();
        foreach (var axis in axes.Where(axis => axis.Extent > 1).OrderByDescending(axis => axis.To))
        {
            if (merged.Count > 0 && merged[^1].From == axis.From * axis.Extent && merged[^1].To == axis.To * axis.Extent)
            {
                merged[^1] = new CopyAxis(merged[^1].Extent * axis.Extent, axis.From, axis.To);
            }
            else
            {
                merged.Add(axis);
            }
        }

        return merged.Count == 0 ? [new CopyAxis(1, 1, 1)] : merged;
    }

    /// <summary>Offset in elements that an index over some axes stands for.</summary>
    private (Val From, Val To) Offsets(List<CopyAxis> axes, Val index)
    {
        Val from = 0, to = 0;
        for (var i = axes.Count - 1; i >= 0; i--)
        {
            var at = i == 0 ? index : _k.Rem(index, axes[i].Extent);
            from = _k.Add(from, _k.Mul(at, axes[i].From));
            to = _k.Add(to, _k.Mul(at, axes[i].To));
            index = i == 0 ? index : _k.Div(index, axes[i].Extent);
        }

        return (from, to);
    }

    private (int Tasks, string Schedule) Straight(List<CopyAxis> axes)
    {
        var inner = axes[^1];
        var contiguous = inner is { From: 1, To: 1 };
        // the innermost run of bytes: the whole inner axis where it is contiguous on both sides, else one element
        var run = contiguous ? inner : new CopyAxis(1, 1, 1);
        var rest = contiguous ? axes[..^1] : axes;
        var rowAxis = rest.Count > 0 ? rest[^1] : new CopyAxis(1, 0, 0);
        var outer = rest.Count > 0 ? rest[..^1] : [];
        var maxRun = _nram / 2 / _e / 64 * 64;
        var runTile = Math.Min(run.Extent, maxRun);
        var outerCount = outer.Aggregate(1L, (product, axis) => product * axis.Extent);
        var wanted = Math.Max(1, rowAxis.Extent * outerCount / _cores);
        var rows = Math.Clamp(Math.Min(_nram / 2 / Math.Max(1, runTile * _e), wanted), 1, rowAxis.Extent);
        long runTiles = (run.Extent + runTile - 1) / runTile, rowTiles = (rowAxis.Extent + rows - 1) / rows;
        if (runTiles > 1)
        {
            rows = 1;
            rowTiles = rowAxis.Extent;
        }

        if (outerCount * rowTiles * runTiles < _cores && rowTiles == 1 && run.Extent > 64)
        {
            // few long runs: cut them so that every core has a part
            var parts = (_cores + (outerCount * rowTiles) - 1) / (outerCount * rowTiles);
            runTile = Math.Max(64, (((run.Extent + parts - 1) / parts) + 63) / 64 * 64);
            runTiles = (run.Extent + runTile - 1) / runTile;
        }

        var bytes = TileMath.Align(rows * runTile * _e);
        var tiles = outerCount * rowTiles * runTiles;
        return Deal(tiles, $"copy(rows={rows},run={runTile})", (index, buffer, load) =>
        {
            var first = _k.Mul(_k.Rem(index, runTiles), runTile);
            var row = _k.Mul(_k.Rem(_k.Div(index, runTiles), rowTiles), rows);
            var (from, to) = Offsets(outer, _k.Div(index, runTiles * rowTiles));
            var length = _k.Mul(run.Extent % runTile == 0 ? runTile : _k.Min(runTile, _k.Sub(run.Extent, first)), _e);
            var count = rowAxis.Extent % rows == 0 ? rows : _k.Min(rows, _k.Sub(rowAxis.Extent, row));
            if (load)
            {
                var source = _k.Add(_x, _k.Mul(_k.Add(_k.Add(from, first), _k.Mul(row, rowAxis.From)), _e));
                _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, buffer, source, length, length, rowAxis.From * _e, count);
            }
            else
            {
                var destination = _k.Add(_y, _k.Mul(_k.Add(_k.Add(to, first), _k.Mul(row, rowAxis.To)), _e));
                _k.Copy2D(MluSpace.Nram, MluSpace.Gdram, destination, buffer, length, rowAxis.To * _e, length, count);
            }
        }, bytes, null);
    }

    private (int Tasks, string Schedule) Transposing(List<CopyAxis> axes, int along)
    {
        CopyAxis column = axes[^1], row = axes[along];
        List<CopyAxis> outer = [.. axes.Where((_, axis) => axis != along && axis != axes.Count - 1)];
        // the source is contiguous along 'row', the destination along 'column': a tile is columns x rows in, rows x columns out
        var area = _nram / 4 / _e;
        var columns = Math.Min(column.Extent, 256);
        var rows = Math.Min(row.Extent, Math.Max(1, area / columns));
        rows = rows > 64 ? rows / 64 * 64 : rows;
        rows = Math.Min(rows, 512);
        long columnTiles = (column.Extent + columns - 1) / columns, rowTiles = (row.Extent + rows - 1) / rows;
        var outerCount = outer.Aggregate(1L, (product, axis) => product * axis.Extent);
        var bytes = TileMath.Align(rows * columns * _e);
        return Deal(outerCount * columnTiles * rowTiles, $"transpose(rows={rows},columns={columns})", (index, buffer, load) =>
        {
            var (firstColumn, firstRow, countColumn, countRow, from, to) = Place(index);
            if (load)
            {
                var source = _k.Add(_x, _k.Mul(_k.Add(_k.Add(from, firstRow), _k.Mul(firstColumn, column.From)), _e));
                _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, buffer, source, _k.Mul(countRow, _e), _k.Mul(countRow, _e), column.From * _e, countColumn);
            }
            else
            {
                var destination = _k.Add(_y, _k.Mul(_k.Add(_k.Add(to, firstColumn), _k.Mul(firstRow, row.To)), _e));
                _k.Copy2D(MluSpace.Nram, MluSpace.Gdram, destination, buffer, _k.Mul(countColumn, _e), row.To * _e, _k.Mul(countColumn, _e), countRow);
            }
        }, bytes, (index, source, destination) =>
        {
            var (_, _, countColumn, countRow, _, _) = Place(index);
            _k.Vector(MluOpcode.Transpose, _type, destination, source, countColumn, countRow);
        });

        (Val FirstColumn, Val FirstRow, Val Columns, Val Rows, Val From, Val To) Place(Val index)
        {
            var firstColumn = _k.Mul(_k.Rem(index, columnTiles), columns);
            var firstRow = _k.Mul(_k.Rem(_k.Div(index, columnTiles), rowTiles), rows);
            var (from, to) = Offsets(outer, _k.Div(index, columnTiles * rowTiles));
            return (firstColumn, firstRow, column.Extent % columns == 0 ? columns : _k.Min(columns, _k.Sub(column.Extent, firstColumn)),
                row.Extent % rows == 0 ? rows : _k.Min(rows, _k.Sub(row.Extent, firstRow)), from, to);
        }
    }

    /// <summary>Deals tiles to the cores and pipelines them. Without a compute stage a tile is stored from the buffer it was loaded to.</summary>
    private (int Tasks, string Schedule) Deal(long tiles, string schedule, Action<Val, Val, bool> move, long bytes, Action<Val, Val, Val>? compute)
    {
        var tasks = (int)Math.Min(_cores, tiles);
        var task = _k.Special(MluSpecialRegister.TaskId);
        var mine = SoftwarePipeline.Share(_k, tiles, task, tasks);
        Val Index(Val step) => _k.Add(task, _k.Mul(step, tasks));
        if (compute is null)
        {
            _k.For(0, _k.Add(mine, 1), 1, step =>
            {
                _k.IfLess(step, mine, () => move(Index(step), SoftwarePipeline.Half(_k, 0, bytes, step), true));
                _k.IfLess(0, step, () =>
                {
                    var stored = _k.Sub(step, 1);
                    move(Index(stored), SoftwarePipeline.Half(_k, 0, bytes, stored), false);
                });
                _k.Sync();
            });
        }
        else
        {
            SoftwarePipeline.Emit(_k, mine,
                step => move(Index(step), SoftwarePipeline.Half(_k, 0, bytes, step), true),
                step => compute(Index(step), SoftwarePipeline.Half(_k, 0, bytes, step), SoftwarePipeline.Half(_k, 2 * bytes, bytes, step)),
                step => move(Index(step), SoftwarePipeline.Half(_k, 2 * bytes, bytes, step), false));
        }

        return (tasks, schedule);
    }
}
