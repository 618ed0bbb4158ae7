using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>The address of one matrix of a batch.</summary>
internal static class BatchPointer
{
    /// <summary>Address of the first element of a matrix.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="parameter">Launch argument: address of the first matrix.</param>
    /// <param name="operand">Strides.</param>
    /// <param name="problem">Batch.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    /// <param name="matrix">Number of the matrix in the batch.</param>
    public static Reg Of(SimtKernelBuilder k, string parameter, GemmOperand operand, GemmProblem problem, int elementBytes, Val matrix)
    {
        var (outer, inner) = k.DivRem(matrix, problem.Inner);
        return Move(Move(k.Pointer(parameter), outer, operand.OuterStride), inner, operand.InnerStride);

        Reg Move(Reg pointer, Val index, long stride) => index.Is(0) || stride == 0 ? pointer : k.Offset(pointer, index, checked((int)(stride * elementBytes)));
    }
}
