using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>
/// Batch normalisation with running statistics: gamma (x - mean) / sqrt(variance + epsilon) + beta per channel.
/// Operands: x [N, C, ...], gamma [C], beta [C], mean [C], variance [C].
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record BatchNormalization(double Epsilon) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 5);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(x.Shape.Rank >= 2, $"operand {x.Shape} has no channel axis");
        string[] names = ["gamma", "beta", "mean", "variance"];
        for (var i = 0; i < 4; i++)
        {
            TypeRules.ChannelVector(TypeRules.Required(inputs, i + 1), x.Shape[1], names[i]);
        }

        return [x];
    }
}
