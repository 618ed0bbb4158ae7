using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>What follows a product or convolution and is computed by its kernel: an addition of another tensor, then an activation.</summary>
/// <param name="Result">The value that the kernel computes.</param>
/// <param name="Residual">The other tensor; none where there is no addition.</param>
/// <param name="Activation">The function.</param>
/// <param name="Absorbed">Nodes that the kernel takes in.</param>
/// <param name="Name">The operators in words.</param>
internal sealed record LinearTail(ValueId Result, ValueId? Residual, Activation Activation, Node[] Absorbed, string Name)
{
    /// <summary>Looks at what reads a node's result.</summary>
    /// <param name="context">Program.</param>
    /// <param name="node">The product or convolution.</param>
    /// <param name="own">The activation that it has itself; nothing is added after one.</param>
    public static LinearTail Of(SimtLoweringContext context, Node node, Activation own)
    {
        var plain = new LinearTail(node.Output, null, own, [], node.OnnxType);
        if (!context.Options.Fuse || !own.IsNone)
        {
            return plain;
        }

        var tail = ResidualAddition.Of(context, node) is var (addition, other)
            ? new LinearTail(addition.Output, other, Activation.None, [addition], node.OnnxType + "+Add")
            : plain;
        return context.Graph.OnlyConsumer(tail.Result) is { Operator: Activate { Function: var function } } activation && MathCode.Supports(function)
            ? tail with { Result = activation.Output, Activation = function, Absorbed = [.. tail.Absorbed, activation], Name = $"{tail.Name}+{function.Kind}" }
            : tail;
    }

    /// <summary>What the kernel does with each sum.</summary>
    public GemmEpilogue Epilogue(SimtLoweringContext context, GemmBias bias, float alpha = 1) => new()
    {
        Alpha = alpha,
        Bias = bias,
        BiasType = context.Precision,
        Residual = Residual is not null,
        Activation = Activation,
        Output = context.Precision,
    };

    /// <summary>Marks the nodes as computed.</summary>
    public void Absorb(SimtLoweringContext context)
    {
        foreach (var node in Absorbed)
        {
            context.Absorb(node);
        }
    }
}
