using AccelSim.Compiler.Simt.Products;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>A product or convolution on buffers of its own.</summary>
internal static class ProductProgram
{
    /// <summary>Places the operands and gives the kernels their addresses.</summary>
    /// <param name="problem">Product.</param>
    /// <param name="left">Elements of the left factor: of a convolution those of the images.</param>
    /// <param name="kernels">Kernels.</param>
    /// <param name="biasBytes">Bytes of the bias.</param>
    /// <param name="addsResidual">True to have room for a residual.</param>
    public static OperatorProgram Of(GemmProblem problem, long left, ProductKernels kernels, long biasBytes, bool addsResidual = false)
    {
        var input = problem.Input.SizeInBytes();
        var result = Extent(problem.C, problem.M, problem.N, problem) * problem.Epilogue.Output.SizeInBytes();
        return new OperatorBuffers()
            .With("a", left * input).With("b", Extent(problem.B, problem.K, problem.N, problem) * input).With("c", result).With("residual", addsResidual ? result : 0)
            .With("bias", biasBytes)
            .With("row_scale", problem.Epilogue.Scales ? (long)problem.M * sizeof(float) : 0).With("column_scale", problem.Epilogue.Scales ? (long)problem.N * sizeof(float) : 0)
            .With("workspace", GemmKernel.WorkspaceBytes(problem, kernels.Schedule)).Program(kernels.Kernels);
    }

    /// <summary>Elements from the first to behind the last of an operand.</summary>
    public static long Extent(GemmOperand operand, long rows, long columns, GemmProblem problem) =>
        ((problem.Outer - 1) * operand.OuterStride) + ((problem.Inner - 1) * operand.InnerStride)
        + (((operand.Transposed ? columns : rows) - 1) * operand.Leading) + (operand.Transposed ? rows : columns);
}
