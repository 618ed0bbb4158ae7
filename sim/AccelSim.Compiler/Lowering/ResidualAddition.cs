using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Lowering;

/// <summary>Additions of two computed tensors, one of which a product or convolution can add itself.</summary>
internal static class ResidualAddition
{
    /// <summary>The addition that alone reads the node's result, and its other operand when that is there already and has the same shape.</summary>
    public static (Node Addition, ValueId Other)? Of(ProgramContext context, Node node)
    {
        if (context.Graph.OnlyConsumer(node.Output) is not { Operator: Binary { Function: BinaryFunction.Add } } addition || addition.Input(0) == addition.Input(1))
        {
            return null;
        }

        var other = addition.Input(0) == node.Output ? addition.Input(1) : addition.Input(0);
        return context.IsDefined(other) && context.Graph[other].Type == context.Graph[node.Output].Type ? (addition, other) : null;
    }
}
