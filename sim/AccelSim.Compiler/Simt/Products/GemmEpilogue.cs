using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>What becomes of each sum: activation(alpha * sum + bias + residual), in fp32, the sum multiplied by factors of its row and column first where there are some.</summary>
internal sealed record GemmEpilogue
{
    /// <summary>Factor.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>
    /// True where each sum is also multiplied by an fp32 factor of its row and one of its column, which quantised factors have; launch arguments <c>row_scale</c> and
    /// <c>column_scale</c>. Schedules that split k do not have it.
    /// </summary>
    public bool Scales { get; init; }

    /// <summary>Vector that is added; launch argument <c>bias</c>.</summary>
    public GemmBias Bias { get; init; }

    /// <summary>Element type of the bias.</summary>
    public ElementType BiasType { get; init; } = ElementType.Float32;

    /// <summary>True where a tensor that lies as the result does, of its type, is added; launch argument <c>residual</c>.</summary>
    public bool Residual { get; init; }

    /// <summary>Function of the result.</summary>
    public Activation Activation { get; init; }

    /// <summary>Element type of the result.</summary>
    public ElementType Output { get; init; } = ElementType.Float16;
}
