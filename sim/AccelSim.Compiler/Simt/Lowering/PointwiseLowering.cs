using AccelSim.Compiler.Lowering;
using AccelSim.Graph;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>
/// Element-wise operators over floats, with any broadcast. Operators that alone read the result, and have the same shape, are computed by the same kernel, as
/// far as their other operands are there already.
/// </summary>
internal sealed class PointwiseLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        var chain = new PointwiseChain(context, node);
        if (!chain.TryAppend(node))
        {
            return false;
        }

        while (context.Options.Fuse && context.Graph.OnlyConsumer(chain.Last.Output) is { } next && chain.TryAppend(next))
        {
            context.Absorb(next);
        }

        chain.Emit();
        return true;
    }
}
