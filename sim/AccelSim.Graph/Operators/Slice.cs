using System.Collections.Immutable;
using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Takes Lengths[i] elements from Starts[i] in steps of Steps[i] along every axis i; the result is stored contiguously. Operand: x.</summary>
/// <param name="Starts">First index along each axis.</param>
/// <param name="Steps">Step along each axis; may be negative.</param>
/// <param name="Lengths">Extents of the result.</param>
public sealed record Slice(Ints Starts, Ints Steps, Ints Lengths) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> Infer(ReadOnlySpan<TensorType?> inputs)
    {
        TypeRules.AtMost(inputs, 1);
        var x = TypeRules.Required(inputs, 0);
        var rank = x.Shape.Rank;
        TypeRules.Check(Starts.Count == rank && Steps.Count == rank && Lengths.Count == rank, $"slice of rank {Starts.Count} of {x.Shape}");
        for (var axis = 0; axis < rank; axis++)
        {
            if (Lengths[axis] == 0)
            {
                continue;
            }

            var last = (Int128)Starts[axis] + (Int128)(Lengths[axis] - 1) * Steps[axis];
            TypeRules.Check(
                Lengths[axis] > 0 && Starts[axis] >= 0 && Starts[axis] < x.Shape[axis] && last >= 0 && last < x.Shape[axis],
                $"axis {axis} of {x.Shape} has no {Lengths[axis]} elements from {Starts[axis]} by {Steps[axis]}");
        }

        return [x with { Shape = new Shape(Lengths.AsSpan()) }];
    }
}
