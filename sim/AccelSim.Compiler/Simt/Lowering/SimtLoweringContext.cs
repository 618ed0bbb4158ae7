using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>The program being lowered for a chip of the <c>simt</c> family.</summary>
internal sealed class SimtLoweringContext(ModelGraph graph, SimtTarget target, CompileOptions options) : ProgramContext(graph, options)
{
    private readonly Dictionary<object, ProductKernels> _products = [];

    public SimtTarget Target { get; } = target;

    /// <summary>The best kernels of a product or convolution; networks repeat the same shapes, so they are written once.</summary>
    public ProductKernels Best(object problem, Func<ProductKernels> choose)
    {
        if (!_products.TryGetValue(problem, out var kernels))
        {
            _products.Add(problem, kernels = choose());
        }

        return kernels;
    }

    /// <inheritdoc/>
    public override void EmitCopy(string layer, string @operator, TensorView from, TensorView to, ElementType type)
    {
        var kernel = CopyKernel.Write(KernelName(layer), from.Dims, StridedOperand.Of("x", from, type), StridedOperand.Of("y", to, type), Target);
        Emit(layer, @operator, 0, kernel, ("x", from), ("y", to));
    }
}
