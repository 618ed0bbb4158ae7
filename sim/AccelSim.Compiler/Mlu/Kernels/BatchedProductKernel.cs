using System.Collections.Immutable;
using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>A batch axis of a product of two computed matrices: extent and element stride in each operand (0 repeats).</summary>
/// <param name="Extent">Products along the axis.</param>
/// <param name="A">Stride in the left operand.</param>
/// <param name="B">Stride in the right operand.</param>
/// <param name="C">Stride in the result.</param>
public readonly record struct BatchAxis(long Extent, long A, long B, long C);

/// <summary>Products c[M,N] = scale a[M,K] b[K,N], one per element of the batch axes, both operands computed on the device.</summary>
public sealed record BatchedProduct
{
    /// <summary>Batch axes, outermost first.</summary>
    public required ImmutableArray<BatchAxis> Batch { get; init; }

    /// <summary>Rows.</summary>
    public required long M { get; init; }

    /// <summary>Reduction.</summary>
    public required long K { get; init; }

    /// <summary>Columns.</summary>
    public required long N { get; init; }

    /// <summary>Elements between rows of a; its columns are neighbours.</summary>
    public required long RowA { get; init; }

    /// <summary>True when b's columns (N) are neighbours in memory, false when its reduction axis (K) is.</summary>
    public required bool NIsContiguous { get; init; }

    /// <summary>Elements between rows of b along the axis that is not contiguous.</summary>
    public required long RowB { get; init; }

    /// <summary>Elements between rows of c.</summary>
    public required long RowC { get; init; }

    /// <summary>Factor of the product.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Products in total.</summary>
    public long Count => Batch.Aggregate(1L, (product, axis) => product * axis.Extent);
}

/// <summary>
/// Batched matrix product, as in attention: a tile of a goes to NRAM, the matching columns of b to WRAM. Work items (batch element, column tile,
/// row tile) are dealt to the cores and pipelined. A reduction that the core's memories do not hold is cut into slices, whose sum is kept in fp32.
/// Parameters: a, b, c.
/// </summary>
internal sealed class BatchedProductKernel
{
    private readonly KernelWriter _k = new();
    private readonly BatchedProduct _p;
    private readonly Tiling _t;
    private readonly MluDataType _type;
    private readonly long _e;
    private readonly TileGrid _grid;
    private readonly Val _a;
    private readonly Val _b;
    private readonly Val _c;

    private BatchedProductKernel(BatchedProduct problem, Tiling tiling, MluTarget target)
    {
        (_p, _t, _type, _e) = (problem, tiling, target.Type, target.ElementBytes);
        (_a, _b, _c) = (_k.Parameter("a"), _k.Parameter("b"), _k.Parameter("c"));
        _grid = TileGrid.Reducing(
            new TileAxis(_p.K, _t.Depth), _k, target, [.. _p.Batch.Select(axis => new TileAxis(axis.Extent, 1)), new TileAxis(_p.N, _t.Columns), new TileAxis(_p.M, _t.Rows)]);
    }

    /// <summary>Writes the kernel.</summary>
    public static LayerKernel Write(string name, BatchedProduct problem, MluTarget target)
    {
        var tiling = Tiling.Choose(problem, target);
        var kernel = new BatchedProductKernel(problem, tiling, target);
        kernel._grid.Pipeline(kernel.Load, kernel.Compute, kernel.Store);
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), kernel._grid.Tasks, tiling.ToString());
    }

    /// <summary>Offset in elements of the product that a step works on.</summary>
    private Val Offset(TilePart[] parts, Func<BatchAxis, long> stride)
    {
        Val offset = 0;
        foreach (var (axis, part) in _p.Batch.Zip(parts))
        {
            offset = _k.Add(offset, _k.Mul(part.First, stride(axis)));
        }

        return offset;
    }

    private void Load(Val step)
    {
        var parts = _grid.At(step);
        TilePart column = parts[^2], row = parts[^1], slice = _grid.Slice(step);
        var depth = _k.Mul(slice.Count, _e);
        var left = _k.Add(_k.Add(Offset(parts, axis => axis.A), _k.Mul(row.First, _p.RowA)), slice.First);
        _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, _grid.Input(step, 0, _t.ABytes), _k.Add(_a, _k.Mul(left, _e)), depth, depth, _p.RowA * _e, row.Count);
        var wram = _grid.Input(step, 0, _t.BBytes);
        var right = _k.Add(_b, _k.Mul(Offset(parts, axis => axis.B), _e));
        if (_p.NIsContiguous)
        {
            var source = _k.Add(right, _k.Mul(_k.Add(column.First, _k.Mul(slice.First, _p.RowB)), _e));
            _k.Copy2D(MluSpace.Gdram, MluSpace.Wram, wram, source, _k.Mul(column.Count, _e), _k.Mul(column.Count, _e), _p.RowB * _e, slice.Count);
            return;
        }

        // rows of b are filters: filter f goes to lane f mod 64, as conv reads them
        var groups = _k.DivUp(column.Count, 64);
        _k.For(0, groups, 1, group =>
        {
            var first = _k.Mul(group, 64);
            var source = _k.Add(right, _k.Mul(_k.Add(_k.Mul(_k.Add(column.First, first), _p.RowB), slice.First), _e));
            _k.Copy2D(
                MluSpace.Gdram, MluSpace.Wram, _k.Add(wram, _k.Mul(group, depth)), source, depth, _k.Mul(groups, depth), _p.RowB * _e, _k.Min(64, _k.Sub(column.Count, first)));
        });
    }

    private void Compute(Val step)
    {
        var parts = _grid.At(step);
        Val columns = parts[^2].Count, rows = parts[^1].Count, depth = _grid.Slice(step).Count, count = _k.Mul(rows, columns);
        Val output = _grid.Output(step, _t.CBase, _t.CBytes), left = _grid.Input(step, 0, _t.ABytes), right = _grid.Input(step, 0, _t.BBytes);
        if (!_t.Accumulates)
        {
            Product(_type, output, left, right, null, rows, depth, columns);
            Scale(output, output, count);
            return;
        }

        Val sum = _t.SumBase;
        _grid.OnFirstSlice(step, () => Product(MluDataType.F32, sum, left, right, null, rows, depth, columns));
        _grid.OnLaterSlices(step, () => Product(MluDataType.F32, sum, left, right, sum, rows, depth, columns));
        _grid.OnLastSlice(step, () =>
        {
            VectorCode.Convert(_k, _type, MluDataType.F32, output, sum, count);
            Scale(output, output, count);
        });
    }

    private void Product(MluDataType result, Val output, Val left, Val right, Val? partial, Val rows, Val depth, Val columns)
    {
        if (_p.NIsContiguous)
        {
            _k.Matmul(result, _type, _type, output, left, right, partial, rows, depth, columns);
        }
        else
        {
            _k.Conv(result, _type, _type, output, left, right, partial, depth, rows, 1, 1, 1, 1, 1, columns, 1, 1);
        }
    }

    private void Scale(Val to, Val from, Val count)
    {
        if (_p.Scale != 1)
        {
            _k.Vector(MluOpcode.VMulScalar, _type, to, from, FloatPattern.Of(_type, _p.Scale), count);
        }
    }

    private void Store(Val step)
    {
        var parts = _grid.At(step);
        TilePart column = parts[^2], row = parts[^1];
        var destination = _k.Add(_c, _k.Mul(_k.Add(_k.Add(Offset(parts, axis => axis.C), _k.Mul(row.First, _p.RowC)), column.First), _e));
        _k.Copy2D(
            MluSpace.Nram, MluSpace.Gdram, destination, _grid.Output(step, _t.CBase, _t.CBytes), _k.Mul(column.Count, _e), _p.RowC * _e, _k.Mul(column.Count, _e), row.Count);
    }

    /// <summary>Rows, columns and depth of a tile, and the buffers that follow.</summary>
    private sealed record Tiling(long Rows, long Columns, long Depth, bool Accumulates, long ABytes, long BBytes, long CBytes)
    {
        public long CBase => 2 * ABytes;

        public long SumBase => CBase + (2 * CBytes);

        public override string ToString() =>
            Accumulates ? $"product(rows={Rows},columns={Columns},depth={Depth})" : $"product(rows={Rows},columns={Columns})";

        /// <summary>The whole reduction if it fits, else the fewest slices that leave a useful number of rows.</summary>
        public static Tiling Choose(BatchedProduct p, MluTarget target)
        {
            for (var slices = 1L; ; slices = slices < 8 ? slices + 1 : slices * 3 / 2)
            {
                var depth = TileMath.CeilDiv(p.K, slices);
                var tiling = Of(p, depth, target);
                // a slice is worth its partial sums when it lets a tile have a few rows
                if (tiling.Fits(target) && (slices == 1 || depth == 1 || tiling.Rows >= Math.Min(p.M, 8)))
                {
                    return tiling;
                }

                if (depth == 1)
                {
                    throw new CompileException($"a product of single elements does not fit {target.Nram} bytes of NRAM and {target.Wram} of WRAM", null);
                }
            }
        }

        private bool Fits(MluTarget target) => 2 * BBytes <= target.Wram && SumBase + (Accumulates ? 2 * CBytes : 0) <= target.Nram;

        /// <summary>As many columns as WRAM holds twice, then rows so that every core has work and NRAM suffices.</summary>
        private static Tiling Of(BatchedProduct p, long depth, MluTarget target)
        {
            var e = target.ElementBytes;
            var columns = p.N;
            while (columns > 64 && (2 * WeightBytes(columns) > target.Wram || 2 * (depth + columns) * e > target.Nram))
            {
                columns = columns > 128 ? (columns / 2 + 63) / 64 * 64 : 64;
            }

            var columnTiles = TileMath.CeilDiv(p.N, columns);
            var rows = p.M;
            while (rows > 1 && (!Sized(rows).Fits(target) || (p.Count * columnTiles * TileMath.CeilDiv(p.M, rows) < target.Cores && rows > 16)))
            {
                rows = (rows + 1) / 2;
            }

            return Sized(rows);

            Tiling Sized(long height) => new(
                height, columns, depth, depth < p.K, TileMath.Align(height * depth * e), WeightBytes(columns), TileMath.Align(height * columns * e));

            long WeightBytes(long width) => TileMath.Align(p.NIsContiguous ? depth * width * e : (width + 63) / 64 * 64 * depth * e);
        }
    }
}
