using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Normalisation of each channel of each image by its own statistics. Operands: x [N, C, spatial...], gamma [C], beta [C].</summary>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record InstanceNormalization(double Epsilon) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 3);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(x.Shape.Rank >= 3, $"operand {x.Shape} has no spatial axes");
        TypeRules.ChannelVector(TypeRules.Required(inputs, 1), x.Shape[1], "gamma");
        TypeRules.ChannelVector(TypeRules.Required(inputs, 2), x.Shape[1], "beta");
        return [x];
    }
}
