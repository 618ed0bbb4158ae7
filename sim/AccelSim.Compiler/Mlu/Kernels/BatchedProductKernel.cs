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
/// row tile) are dealt to the cores and pipelined. Parameters: a, b, c.
/// </summary>
internal static class BatchedProductKernel
{
    public static LayerKernel Write(string name, BatchedProduct p, MluTarget target)
    {
        var e = target.ElementBytes;
        var (rows, columns) = Tiles(p, target);
        long rowTiles = (p.M + rows - 1) / rows, columnTiles = (p.N + columns - 1) / columns, items = p.Count * rowTiles * columnTiles;
        var tasks = (int)Math.Min(target.Cores, items);
        long aBytes = TileMath.Align(rows * p.K * e), cBytes = TileMath.Align(rows * columns * e), bBytes = WeightBytes(p, columns, e);
        var cBase = 2 * aBytes;
        var k = new KernelWriter();
        Val a = k.Parameter("a"), b = k.Parameter("b"), c = k.Parameter("c"), task = k.Special(MluSpecialRegister.TaskId);
        var mine = SoftwarePipeline.Share(k, items, task, tasks);

        (Val Row, Val Rows, Val Column, Val Columns, Val Batch) At(Val step)
        {
            var index = k.Add(task, k.Mul(step, tasks));
            var row = k.Mul(k.Rem(index, rowTiles), rows);
            var rest = k.Div(index, rowTiles);
            var column = k.Mul(k.Rem(rest, columnTiles), columns);
            return (row, p.M % rows == 0 ? rows : k.Min(rows, k.Sub(p.M, row)), column, p.N % columns == 0 ? columns : k.Min(columns, k.Sub(p.N, column)), k.Div(rest, columnTiles));
        }

        Val Offset(Val batch, Func<BatchAxis, long> stride)
        {
            Val offset = 0;
            for (var i = p.Batch.Length - 1; i >= 0; i--)
            {
                offset = k.Add(offset, k.Mul(i == 0 ? batch : k.Rem(batch, p.Batch[i].Extent), stride(p.Batch[i])));
                batch = i == 0 ? batch : k.Div(batch, p.Batch[i].Extent);
            }

            return offset;
        }

        SoftwarePipeline.Emit(k, mine, step =>
        {
            var at = At(step);
            var source = k.Add(a, k.Mul(k.Add(Offset(at.Batch, axis => axis.A), k.Mul(at.Row, p.RowA)), e));
            k.Copy2D(MluSpace.Gdram, MluSpace.Nram, SoftwarePipeline.Half(k, 0, aBytes, step), source, p.K * e, p.K * e, p.RowA * e, at.Rows);
            var wram = SoftwarePipeline.Half(k, 0, bBytes, step);
            var right = k.Add(b, k.Mul(Offset(at.Batch, axis => axis.B), e));
            if (p.NIsContiguous)
            {
                k.Copy2D(MluSpace.Gdram, MluSpace.Wram, wram, k.Add(right, k.Mul(at.Column, e)), k.Mul(at.Columns, e), k.Mul(at.Columns, e), p.RowB * e, p.K);
            }
            else
            {
                // rows of b are filters: filter f goes to lane f mod 64, as conv reads them
                var groups = k.DivUp(at.Columns, 64);
                k.For(0, groups, 1, group =>
                {
                    var first = k.Mul(group, 64);
                    k.Copy2D(
                        MluSpace.Gdram, MluSpace.Wram, k.Add(wram, k.Mul(group, p.K * e)), k.Add(right, k.Mul(k.Add(at.Column, first), p.RowB * e)),
                        p.K * e, k.Mul(groups, p.K * e), p.RowB * e, k.Min(64, k.Sub(at.Columns, first)));
                });
            }
        }, step =>
        {
            var at = At(step);
            Val output = SoftwarePipeline.Half(k, cBase, cBytes, step), left = SoftwarePipeline.Half(k, 0, aBytes, step), right = SoftwarePipeline.Half(k, 0, bBytes, step);
            if (p.NIsContiguous)
            {
                k.Matmul(target.Type, target.Type, target.Type, output, left, right, null, at.Rows, p.K, at.Columns);
            }
            else
            {
                k.Conv(target.Type, target.Type, target.Type, output, left, right, null, p.K, at.Rows, 1, 1, 1, 1, 1, at.Columns, 1, 1);
            }

            if (p.Scale != 1)
            {
                k.Vector(MluOpcode.VMulScalar, target.Type, output, output, FloatPattern.Of(target.Type, p.Scale), k.Mul(at.Rows, at.Columns));
            }
        }, step =>
        {
            var at = At(step);
            var destination = k.Add(c, k.Mul(k.Add(k.Add(Offset(at.Batch, axis => axis.C), k.Mul(at.Row, p.RowC)), at.Column), e));
            k.Copy2D(MluSpace.Nram, MluSpace.Gdram, destination, SoftwarePipeline.Half(k, cBase, cBytes, step), k.Mul(at.Columns, e), p.RowC * e, k.Mul(at.Columns, e), at.Rows);
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), tasks, $"product(rows={rows},columns={columns})");
    }

    private static long WeightBytes(BatchedProduct p, long columns, int e) =>
        TileMath.Align(p.NIsContiguous ? p.K * columns * e : (columns + 63) / 64 * 64 * p.K * e);

    /// <summary>Row and column tiles: as many columns as WRAM holds twice, then rows so that every core has work and NRAM suffices.</summary>
    private static (long Rows, long Columns) Tiles(BatchedProduct p, MluTarget target)
    {
        var e = target.ElementBytes;
        var columns = p.N;
        while (columns > 64 && (2 * WeightBytes(p, columns, e) > target.Wram || 2 * (p.K + columns) * e > target.Nram))
        {
            columns = columns > 128 ? (columns / 2 + 63) / 64 * 64 : 64;
        }

        var columnTiles = (p.N + columns - 1) / columns;
        var rows = p.M;
        while (rows > 1 && (2 * (TileMath.Align(rows * p.K * e) + TileMath.Align(rows * columns * e)) > target.Nram
            || (p.Count * columnTiles * ((p.M + rows - 1) / rows) < target.Cores && rows > 16)))
        {
            rows = (rows + 1) / 2;
        }

        if (2 * WeightBytes(p, columns, e) > target.Wram || 2 * (TileMath.Align(rows * p.K * e) + TileMath.Align(rows * columns * e)) > target.Nram)
        {
            throw new CompileException($"a product with a reduction of {p.K} elements does not fit the core's memories", null);
        }

        return (rows, columns);
    }
}
