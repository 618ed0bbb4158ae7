using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>
/// Convolution over 1, 2 or 3 spatial axes. Operands: x [N, C, spatial...], kernel [M, C / groups, window...], optional bias [M].
/// Result: [N, M, spatial...]. Depthwise where groups = C.
/// </summary>
public sealed record Conv : Operator
{
    /// <summary>How the kernel slides.</summary>
    public required Window Window { get; init; }

    /// <summary>Number of groups that input and output channels are divided into.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>Applied to the sum, after the bias.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 3);
        var x = TypeRules.Required(inputs, 0);
        var kernel = TypeRules.Required(inputs, 1);
        TypeRules.SameElement(x, kernel);
        TypeRules.Check(x.Element.IsFloat(), $"does not take {x.Element.ShortName()}");
        TypeRules.Check(Window.Rank is >= 1 and <= 3, $"{Window.Rank} spatial axes are not supported");
        Window.Validate(x);
        TypeRules.Check(kernel.Shape.Rank == Window.Rank + 2, $"kernel {kernel.Shape} does not have {Window.Rank} spatial axes");
        for (var axis = 0; axis < Window.Rank; axis++)
        {
            TypeRules.Check(kernel.Shape[axis + 2] == Window.Kernel[axis], $"kernel {kernel.Shape} is not a window of {Window.Kernel}");
        }

        TypeRules.Check(Groups > 0 && x.Shape[1] % Groups == 0 && kernel.Shape[0] % Groups == 0, $"{x.Shape[1]} input and {kernel.Shape[0]} output channels do not divide into {Groups} groups");
        TypeRules.Check(kernel.Shape[1] == x.Shape[1] / Groups, $"kernel {kernel.Shape} does not take {x.Shape[1]} channels in {Groups} groups");
        TypeRules.ChannelVector(TypeRules.Optional(inputs, 2), kernel.Shape[0], "bias");
        var dims = new long[x.Shape.Rank];
        dims[0] = x.Shape[0];
        dims[1] = kernel.Shape[0];
        for (var axis = 0; axis < Window.Rank; axis++)
        {
            dims[axis + 2] = Window.OutputExtent(axis, x.Shape[axis + 2]);
        }

        return [new TensorType(x.Element, new Shape(dims))];
    }
}
