using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Products;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>A batch of matrices in device memory: the last two axes of a view, of which one has neighbours next to each other.</summary>
internal static class MatrixView
{
    private const long Known = 512;

    /// <summary>True where the last two axes can be read as rows without gaps, or as columns.</summary>
    public static bool IsMatrix(TensorView view) => Stored(view) is not null;

    /// <summary>The operand for a view whose batch axes have been joined to an outer and an inner stride.</summary>
    public static GemmOperand Operand(TensorView view, long outer, long inner, int elementBytes)
    {
        var (leading, transposed) = Stored(view) ?? throw new InvalidOperationException($"{view} is no matrix");
        var alignment = 16;
        while ((view.Offset * elementBytes % Known) % alignment != 0)
        {
            alignment /= 2;
        }

        return new GemmOperand(checked((int)leading), transposed, outer, inner, alignment);
    }

    private static (long Leading, bool Transposed)? Stored(TensorView view)
    {
        var (rows, columns, row, column) = (view.Dims[^2], view.Dims[^1], view.Strides[^2], view.Strides[^1]);
        if ((column == 1 || columns == 1) && (row >= columns || rows == 1))
        {
            return (rows == 1 ? columns : row, false);
        }

        return (row == 1 || rows == 1) && (column >= rows || columns == 1) ? (columns == 1 ? rows : column, true) : null;
    }
}
