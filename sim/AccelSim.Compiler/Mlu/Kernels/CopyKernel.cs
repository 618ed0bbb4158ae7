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
    private readonly MluTarget _target;
    private readonly Val _x;
    private readonly Val _y;

    private CopyKernel(MluDataType type, MluTarget target)
    {
        (_type, _e, _target) = (type, type.Bits() / 8, target);
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

    /// <summary>Offset in elements, in the source and in the destination, of the first elements of parts of axes.</summary>
    private (Val From, Val To) Offsets(IEnumerable<CopyAxis> axes, TilePart[] parts)
    {
        Val from = 0, to = 0;
        foreach (var (axis, part) in axes.Zip(parts))
        {
            from = _k.Add(from, _k.Mul(part.First, axis.From));
            to = _k.Add(to, _k.Mul(part.First, axis.To));
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
        var maxRun = _target.Nram / 2 / _e / 64 * 64;
        var runTile = Math.Min(run.Extent, maxRun);
        var outerCount = outer.Aggregate(1L, (product, axis) => product * axis.Extent);
        var wanted = Math.Max(1, rowAxis.Extent * outerCount / _target.Cores);
        var rows = Math.Clamp(Math.Min(_target.Nram / 2 / Math.Max(1, runTile * _e), wanted), 1, rowAxis.Extent);
        long runTiles = (run.Extent + runTile - 1) / runTile, rowTiles = (rowAxis.Extent + rows - 1) / rows;
        if (runTiles > 1)
        {
            rows = 1;
            rowTiles = rowAxis.Extent;
        }

        if (outerCount * rowTiles * runTiles < _target.Cores && rowTiles == 1 && run.Extent > 64)
        {
            // few long runs: cut them so that every core has a part
            var parts = (_target.Cores + (outerCount * rowTiles) - 1) / (outerCount * rowTiles);
            runTile = Math.Max(64, (((run.Extent + parts - 1) / parts) + 63) / 64 * 64);
            runTiles = (run.Extent + runTile - 1) / runTile;
        }

        var bytes = TileMath.Align(rows * runTile * _e);
        var grid = new TileGrid(_k, _target, [.. outer.Select(axis => new TileAxis(axis.Extent, 1)), new TileAxis(rowAxis.Extent, rows), new TileAxis(run.Extent, runTile)]);
        List<CopyAxis> all = [.. outer, rowAxis, run];
        grid.Pipeline(step =>
        {
            var parts = grid.At(step);
            var length = _k.Mul(parts[^1].Count, _e);
            _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, grid.Input(step, 0, bytes), _k.Add(_x, _k.Mul(Offsets(all, parts).From, _e)), length, length, rowAxis.From * _e, parts[^2].Count);
        }, step =>
        {
            var parts = grid.At(step);
            var length = _k.Mul(parts[^1].Count, _e);
            _k.Copy2D(MluSpace.Nram, MluSpace.Gdram, _k.Add(_y, _k.Mul(Offsets(all, parts).To, _e)), grid.Input(step, 0, bytes), length, rowAxis.To * _e, length, parts[^2].Count);
        });
        return (grid.Tasks, $"copy(rows={rows},run={runTile})");
    }

    private (int Tasks, string Schedule) Transposing(List<CopyAxis> axes, int along)
    {
        CopyAxis column = axes[^1], row = axes[along];
        List<CopyAxis> outer = [.. axes.Where((_, axis) => axis != along && axis != axes.Count - 1)];
        // the source is contiguous along 'row', the destination along 'column': a tile is columns x rows in, rows x columns out
        var area = _target.Nram / 4 / 128 * 128 / _e;
        var columns = Math.Min(column.Extent, Math.Min(256, area));
        var rows = Math.Min(row.Extent, area / columns);
        rows = rows > 64 ? rows / 64 * 64 : rows;
        rows = Math.Min(rows, 512);
        var bytes = TileMath.Align(rows * columns * _e);
        var grid = new TileGrid(_k, _target, [.. outer.Select(axis => new TileAxis(axis.Extent, 1)), new TileAxis(row.Extent, rows), new TileAxis(column.Extent, columns)]);
        List<CopyAxis> all = [.. outer, row, column];
        grid.Pipeline(step =>
        {
            var parts = grid.At(step);
            var length = _k.Mul(parts[^2].Count, _e);
            _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, grid.Input(step, 0, bytes), _k.Add(_x, _k.Mul(Offsets(all, parts).From, _e)), length, length, column.From * _e, parts[^1].Count);
        }, step =>
        {
            var parts = grid.At(step);
            _k.Vector(MluOpcode.Transpose, _type, grid.Output(step, 2 * bytes, bytes), grid.Input(step, 0, bytes), parts[^1].Count, parts[^2].Count);
        }, step =>
        {
            var parts = grid.At(step);
            var length = _k.Mul(parts[^1].Count, _e);
            _k.Copy2D(MluSpace.Nram, MluSpace.Gdram, _k.Add(_y, _k.Mul(Offsets(all, parts).To, _e)), grid.Output(step, 2 * bytes, bytes), length, row.To * _e, length, parts[^2].Count);
        });
        return (grid.Tasks, $"transpose(rows={rows},columns={columns})");
    }
}
