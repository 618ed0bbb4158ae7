using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>
/// Normalisation over the axes from <paramref name="Axis"/> to the last: gamma (x - mean) / sqrt(variance + epsilon) + beta.
/// Operands: x, gamma, optional beta; both broadcast to x. Results: the normalised values; with <see cref="WithStatistics"/> also mean and 1 / deviation.
/// </summary>
/// <param name="Axis">First normalised axis, not negative.</param>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record LayerNormalization(int Axis, double Epsilon) : Operator
{
    /// <summary>Whether mean and inverse standard deviation are results too.</summary>
    public bool WithStatistics { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 3);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Axis(Axis, x.Shape.Rank);
        TypeRules.BroadcastsTo(TypeRules.Required(inputs, 1), x.Shape);
        if (TypeRules.Optional(inputs, 2) is { } beta)
        {
            TypeRules.BroadcastsTo(beta, x.Shape);
        }

        if (!WithStatistics)
        {
            return [x];
        }

        var statistics = new TensorType(ElementType.Float32, Shape.Of(x.Shape.Dims.Select((dim, axis) => axis < Axis ? dim : 1)));
        return [x, statistics, statistics];
    }
}
