using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>How a convolution or pooling window slides over the spatial axes; every list has one entry per spatial axis, outermost first, in elements.</summary>
public sealed record Window
{
    /// <summary>Bound of every window parameter, far above any real one, so that positions fit in 32 bits.</summary>
    private const long MostSteps = 1 << 24;

    /// <summary>Extent of the window.</summary>
    public required Ints Kernel { get; init; }

    /// <summary>Step between windows.</summary>
    public required Ints Strides { get; init; }

    /// <summary>Padding before the first element.</summary>
    public required Ints PadsBegin { get; init; }

    /// <summary>Padding after the last element.</summary>
    public required Ints PadsEnd { get; init; }

    /// <summary>Distance between neighbours inside the window.</summary>
    public required Ints Dilations { get; init; }

    /// <summary>Number of spatial axes.</summary>
    public int Rank => Kernel.Count;

    /// <summary>A window of stride 1, no padding and no dilation.</summary>
    public static Window Of(params ReadOnlySpan<long> kernel) => new()
    {
        Kernel = Ints.Create(kernel),
        Strides = Ints.Repeat(1, kernel.Length),
        PadsBegin = Ints.Repeat(0, kernel.Length),
        PadsEnd = Ints.Repeat(0, kernel.Length),
        Dilations = Ints.Repeat(1, kernel.Length),
    };

    /// <summary>Elements from the first to the last the window touches, along one axis.</summary>
    public long Reach(int axis) => (Kernel[axis] - 1) * Dilations[axis] + 1;

    /// <summary>How many windows fit along one axis.</summary>
    /// <param name="axis">Spatial axis.</param>
    /// <param name="input">Extent of the operand.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end; it must still start inside the operand or its leading padding.</param>
    /// <exception cref="ModelException">Not one window fits.</exception>
    public long OutputExtent(int axis, long input, bool ceilMode = false)
    {
        var free = (Int128)input + PadsBegin[axis] + PadsEnd[axis] - Reach(axis);
        TypeRules.Check(free >= 0, $"a window of {Reach(axis)} does not fit into {input} elements padded by {PadsBegin[axis]} and {PadsEnd[axis]}");
        var steps = free / Strides[axis];
        if (ceilMode && free % Strides[axis] != 0 && (steps + 1) * Strides[axis] < (Int128)input + PadsBegin[axis])
        {
            steps++;
        }

        TypeRules.Check(steps < long.MaxValue, "too many windows");
        return (long)steps + 1;
    }

    /// <summary>Checks that the lists agree with each other and with the rank of an operand [N, C, spatial...].</summary>
    internal void Validate(TensorType x)
    {
        TypeRules.Check(x.Shape.Rank == Rank + 2, $"operand {x.Shape} does not have {Rank} spatial axes after batch and channels");
        TypeRules.Check(
            Strides.Count == Rank && PadsBegin.Count == Rank && PadsEnd.Count == Rank && Dilations.Count == Rank, "strides, pads and dilations are not one per spatial axis");
        for (var axis = 0; axis < Rank; axis++)
        {
            TypeRules.Check(Kernel[axis] is > 0 and < MostSteps, $"kernel extent {Kernel[axis]} is not positive, or absurd");
            TypeRules.Check(Strides[axis] is > 0 and < MostSteps, $"stride {Strides[axis]} is not positive, or absurd");
            TypeRules.Check(Dilations[axis] is > 0 and < MostSteps, $"dilation {Dilations[axis]} is not positive, or absurd");
            TypeRules.Check(
                PadsBegin[axis] is >= 0 and < MostSteps && PadsEnd[axis] is >= 0 and < MostSteps, $"padding {PadsBegin[axis]}, {PadsEnd[axis]} is negative or absurd");
        }
    }
}
