using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Pooling over 1, 2 or 3 spatial axes. Operand: x [N, C, spatial...].</summary>
public sealed record Pool : Operator
{
    /// <summary>Maximum or average.</summary>
    public required PoolKind Kind { get; init; }

    /// <summary>How the window slides.</summary>
    public required Window Window { get; init; }

    /// <summary>Whether a last window may hang over the end.</summary>
    public bool CeilMode { get; init; }

    /// <summary>Averages only: whether padding counts as elements of value 0. What hangs over beyond the padding never counts.</summary>
    public bool CountIncludePad { get; init; }

    /// <inheritdoc/>
    public override string Name => Kind == PoolKind.Max ? "MaxPool" : "AveragePool";

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        TypeRules.Check(Window.Rank is >= 1 and <= 3, $"{Window.Rank} spatial axes are not supported");
        Window.Validate(x);
        var dims = x.Shape.Dims.ToArray();
        for (var axis = 0; axis < Window.Rank; axis++)
        {
            dims[axis + 2] = Window.OutputExtent(axis, dims[axis + 2], CeilMode);
        }

        return [x with { Shape = new Shape(dims) }];
    }
}
