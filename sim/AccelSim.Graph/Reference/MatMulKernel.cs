using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Matrix products with broadcast batch axes.</summary>
internal static class MatMulKernel
{
    public static Tensor Run(MatMul op, Tensor a, Tensor b, Tensor? addend, TensorType type)
    {
        var left = a.Shape.Rank == 1 ? new Shape(1, a.Shape[0]) : a.Shape;
        if (b.Shape.Rank <= 2 && !op.TransposeA)
        {
            // One right matrix for all: the batch axes of the left operand are just more rows.
            left = new Shape(left.Product(0, left.Rank - 1), left[-1]);
        }

        var right = b.Shape.Rank == 1 ? new Shape(b.Shape[0], 1) : b.Shape;
        var (rows, inner) = op.TransposeA ? ((int)left[-1], (int)left[-2]) : ((int)left[-2], (int)left[-1]);
        var columns = (int)(op.TransposeB ? right[-2] : right[-1]);
        var leftBatch = Shape.Of(left.Dims.SkipLast(2));
        var rightBatch = Shape.Of(right.Dims.SkipLast(2));
        var batch = Shape.Broadcast(leftBatch, rightBatch)!;
        var x = a.ToDoubles();
        if (op.TransposeA)
        {
            x = TransposeLastTwo(x, inner, rows);
        }

        var y = b.ToDoubles();
        var result = new double[type.Shape.ElementCount];
        var leftAt = new Odometer(batch, leftBatch.BroadcastStrides(batch));
        var rightAt = new Odometer(batch, rightBatch.BroadcastStrides(batch));
        for (var index = 0; index < batch.ElementCount; index++)
        {
            var rightStart = (int)(rightAt.Offset * inner * columns);
            var resultStart = index * rows * columns;
            BlockedProduct.Run(rows, columns, inner, x, leftAt.Offset * rows * inner,
                (first, width, panel) => Fill(y.AsSpan(rightStart, inner * columns), op.TransposeB, inner, columns, first, width, panel),
                (row, first, sums) => sums.CopyTo(result.AsSpan(resultStart + row * columns + first)));
            leftAt.Advance();
            rightAt.Advance();
        }

        Finish(op, result, addend, type.Shape);
        return Tensor.FromDoubles(type, result);
    }

    private static void Fill(ReadOnlySpan<double> right, bool transposed, int inner, int columns, int first, int width, Span<double> panel)
    {
        if (!transposed)
        {
            for (var k = 0; k < inner; k++)
            {
                right.Slice(k * columns + first, width).CopyTo(panel[(k * width)..]);
            }

            return;
        }

        // A few columns at a time: whole cache lines are written, and few are read at once.
        const int Together = 8;
        for (var j0 = 0; j0 < width; j0 += Together)
        {
            var end = Math.Min(j0 + Together, width);
            for (var k = 0; k < inner; k++)
            {
                for (var j = j0; j < end; j++)
                {
                    panel[k * width + j] = right[(first + j) * inner + k];
                }
            }
        }
    }

    private static double[] TransposeLastTwo(double[] source, int rows, int columns)
    {
        var result = new double[source.Length];
        for (var start = 0; rows * columns > 0 && start < source.Length; start += rows * columns)
        {
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    result[start + j * rows + i] = source[start + i * columns + j];
                }
            }
        }

        return result;
    }

    private static void Finish(MatMul op, double[] result, Tensor? addend, Shape shape)
    {
        var c = addend?.ToDoubles();
        var at = addend is null ? null : new Odometer(shape, addend.Shape.BroadcastStrides(shape));
        for (var i = 0; i < result.Length; i++)
        {
            var value = op.Alpha * result[i];
            if (at is not null)
            {
                value += op.Beta * c![at.Offset];
                at.Advance();
            }

            result[i] = ScalarMath.Apply(op.Activation, value);
        }
    }
}
