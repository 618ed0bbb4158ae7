using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>
/// Root-mean-square normalisation over the axes from <paramref name="Axis"/> to the last: gamma x / sqrt(mean(x²) + epsilon).
/// Operands: x, gamma (broadcasts to x).
/// </summary>
/// <param name="Axis">First normalised axis, not negative.</param>
/// <param name="Epsilon">Added to the mean square.</param>
public sealed record RmsNormalization(int Axis, double Epsilon) : Operator
{
    /// <inheritdoc/>
    public override string Name => "RMSNormalization";

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 2);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Axis(Axis, x.Shape.Rank);
        TypeRules.BroadcastsTo(TypeRules.Required(inputs, 1), x.Shape);
        return [x];
    }
}
