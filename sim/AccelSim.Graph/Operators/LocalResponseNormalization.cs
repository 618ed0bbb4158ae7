using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>
/// Normalisation across neighbouring channels (ONNX LRN): x / (Bias + Alpha / Size Σ x²)^Beta over the Size channels around each one.
/// Operand: x [N, C, ...].
/// </summary>
/// <param name="Size">Number of channels summed.</param>
/// <param name="Alpha">Scale.</param>
/// <param name="Beta">Exponent.</param>
/// <param name="Bias">Offset.</param>
public sealed record LocalResponseNormalization(long Size, double Alpha, double Beta, double Bias) : Operator
{
    /// <inheritdoc/>
    public override string Name => "LRN";

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(x.Shape.Rank >= 2, $"operand {x.Shape} has no channel axis");
        TypeRules.Check(Size is > 0 and < int.MaxValue, $"size {Size} is not positive");
        return [x];
    }
}
