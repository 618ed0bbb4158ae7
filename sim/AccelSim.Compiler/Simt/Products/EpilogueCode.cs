using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>What becomes of a sum.</summary>
internal sealed class EpilogueCode(SimtKernelBuilder k, GemmEpilogue epilogue)
{
    /// <summary>activation(alpha * sum + bias + residual).</summary>
    public Reg Finish(Reg sum, Reg? bias, Reg? residual)
    {
        var (first, second) = bias is null ? (residual, bias) : (bias, residual);
        sum = first is { } added
            ? epilogue.Alpha == 1 ? k.Do("add.f32", sum, added) : k.Do("fma.f32", sum, epilogue.Alpha, added)
            : epilogue.Alpha == 1 ? sum : k.Do("mul.f32", sum, epilogue.Alpha);
        return MathCode.Activate(k, epilogue.Activation, second is { } other ? k.Do("add.f32", sum, other) : sum);
    }
}
