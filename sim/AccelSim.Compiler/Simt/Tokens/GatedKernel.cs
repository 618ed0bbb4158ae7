using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// y [tokens, columns] = silu(x [tokens, first columns]) * x [tokens, last columns] as vLLM computes it (<c>silu_and_mul_kernel</c>, csrc/activation_kernels.cu): a
/// block per token, an element an access. Parameters: x, y.
/// </summary>
internal static class GatedKernel
{
    private const int MostThreads = 1024;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, int tokens, int columns, SimtTarget target)
    {
        var bytes = target.ElementBytes;
        var k = new SimtKernelBuilder(name);
        var loop = new TokenLoop(k, columns, MostThreads, target);
        var gate = k.Offset(k.Pointer("x"), loop.Token, 2 * columns * bytes);
        var y = k.Offset(k.Pointer("y"), loop.Token, columns * bytes);
        loop.Emit(columns, piece =>
        {
            var at = k.Offset(gate, piece, bytes);
            var (raw, up) = (ElementCode.LoadRaw(k, at, 0, bytes), ElementCode.LoadRaw(k, at, columns * bytes, bytes));
            var value = ElementCode.Widen(k, raw, 1, target.Type)[0];
            var silu = LibraryCode.Divide(k, value, k.Do("add.f32", LibraryCode.Exp(k, k.Do("neg.f32", value)), 1f));

            // the function's result is an element, the product that of two elements
            var rounded = ElementCode.Narrow(k, [silu], target.Type);
            var product = k.Do("mul.f32", ElementCode.Widen(k, [rounded], 1, target.Type)[0], ElementCode.Widen(k, up, 1, target.Type)[0]);
            ElementCode.Store(k, k.Offset(y, piece, bytes), 0, [product], target.Type);
        });
        return loop.Finish(tokens, "silu_and_mul");
    }
}
