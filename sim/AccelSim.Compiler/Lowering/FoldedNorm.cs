using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Lowering;

/// <summary>The factor and the addend per channel that the four constants of a batch normalisation come to.</summary>
internal static class FoldedNorm
{
    /// <summary>Both as constants of the program; null where the operands are not constants.</summary>
    /// <param name="context">Program.</param>
    /// <param name="node">The normalisation.</param>
    public static (TensorView Factor, TensorView Addend)? Of(ProgramContext context, Node node) =>
        node.Operator is BatchNormalization norm && node.Inputs.Skip(1).All(input => context.Graph[input].IsConstant)
            ? (Constant(context, node, norm.Epsilon, addend: false), Constant(context, node, norm.Epsilon, addend: true))
            : null;

    /// <summary>gamma / sqrt(variance + epsilon), or beta - mean times that.</summary>
    private static TensorView Constant(ProgramContext context, Node node, double epsilon, bool addend)
    {
        var channels = context.Graph[node.Input(0)].Shape[1];
        var constants = node.Inputs.Skip(1).Select(input => context.Graph[input].Constant!).ToArray();
        var type = context.Precision;
        var buffer = context.AddConstant($"{node.Name}.{(addend ? "addend" : "factor")}", type, [channels], channels * context.ElementBytes, () =>
        {
            float[] gamma = ProgramContext.Floats(constants[0].Load()), beta = ProgramContext.Floats(constants[1].Load());
            float[] mean = ProgramContext.Floats(constants[2].Load()), variance = ProgramContext.Floats(constants[3].Load());
            return DeviceFloats.Convert(
                [.. gamma.Select((g, c) => (Factor: g / Math.Sqrt(variance[c] + epsilon), c)).Select(entry => (float)(addend ? beta[entry.c] - (mean[entry.c] * entry.Factor) : entry.Factor))], type);
        });
        return TensorView.Dense(buffer, [channels]);
    }
}
