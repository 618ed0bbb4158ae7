using AccelSim.Tensors;

namespace AccelSim.Graph.Operators;

/// <summary>Checks and derivations that the shape inference of many operators shares.</summary>
internal static class TypeRules
{
    public static TensorType Required(ReadOnlySpan<TensorType?> inputs, int index) =>
        (index < inputs.Length ? inputs[index] : null) ?? throw new ModelException($"operand {index} is missing");

    public static TensorType? Optional(ReadOnlySpan<TensorType?> inputs, int index) => index < inputs.Length ? inputs[index] : null;

    public static void AtMost(ReadOnlySpan<TensorType?> inputs, int count) => Check(inputs.Length <= count, $"takes at most {count} operands, not {inputs.Length}");

    public static void Check(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ModelException(problem);
        }
    }

    public static void SameElement(TensorType a, TensorType b) =>
        Check(a.Element == b.Element, $"operands have different element types, {a.Element.ShortName()} and {b.Element.ShortName()}");

    public static Shape Broadcast(TensorType a, TensorType b) =>
        Shape.Broadcast(a.Shape, b.Shape) ?? throw new ModelException($"shapes {a.Shape} and {b.Shape} do not broadcast to each other");

    public static void BroadcastsTo(TensorType operand, Shape target) =>
        Check(Shape.Broadcast(operand.Shape, target) is { } shape && shape.Equals(target), $"shape {operand.Shape} does not broadcast to {target}");

    public static int Axis(long axis, int rank)
    {
        Check(axis >= -rank && axis < Math.Max(rank, 1), $"axis {axis} does not exist in rank {rank}");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    public static void ChannelVector(TensorType? operand, long channels, string what) =>
        Check(operand is null || (operand.Shape.Rank == 1 && operand.Shape[0] == channels), $"{what} is {operand?.Shape}, not one value per {channels} channels");
}
