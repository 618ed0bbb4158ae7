using System.Numerics.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>
/// The matrix product under convolution and MatMul: result[row, column] = Σ over k, in ascending order, of left[row, k] right[k, column],
/// in double precision. Work is cut into blocks of rows and columns that run in parallel; each element is summed by one thread in one order.
/// </summary>
internal static class BlockedProduct
{
    private const int ColumnBlock = 128;
    private const int RowBlock = 128;

    /// <summary>Writes right[k, firstColumn + j] into panel[k * columns + j].</summary>
    public delegate void FillPanel(int firstColumn, int columns, Span<double> panel);

    /// <summary>Takes the finished sums of a row from <paramref name="firstColumn"/> on.</summary>
    public delegate void Store(int row, int firstColumn, ReadOnlySpan<double> sums);

    /// <summary>Computes the product.</summary>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="inner">Length of the sums.</param>
    /// <param name="left">The left matrix, row-major, from <paramref name="leftStart"/> on.</param>
    /// <param name="leftStart">Index of its first element.</param>
    /// <param name="fill">Supplies blocks of the right matrix.</param>
    /// <param name="store">Receives the sums.</param>
    public static void Run(int rows, int columns, int inner, double[] left, long leftStart, FillPanel fill, Store store)
    {
        var columnBlocks = (columns + ColumnBlock - 1) / ColumnBlock;
        var rowBlocks = (rows + RowBlock - 1) / RowBlock;
        void Block(int block)
        {
            var firstColumn = block % columnBlocks * ColumnBlock;
            var width = Math.Min(ColumnBlock, columns - firstColumn);
            var firstRow = block / columnBlocks * RowBlock;
            var panel = new double[(long)inner * width];
            fill(firstColumn, width, panel);
            var sums = new double[width];
            for (var row = firstRow; row < Math.Min(firstRow + RowBlock, rows); row++)
            {
                Array.Clear(sums);
                var factors = left.AsSpan((int)(leftStart + (long)row * inner), inner);
                for (var k = 0; k < inner; k++)
                {
                    TensorPrimitives.MultiplyAdd(panel.AsSpan(k * width, width), factors[k], sums, sums);
                }

                store(row, firstColumn, sums);
            }
        }

        if ((long)rows * columns * inner < 100_000)
        {
            for (var block = 0; block < columnBlocks * rowBlocks; block++)
            {
                Block(block);
            }
        }
        else
        {
            Parallel.For(0, columnBlocks * rowBlocks, Block);
        }
    }
}
