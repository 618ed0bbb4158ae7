using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Operators that look elements up by index.</summary>
internal static class IndexKernels
{
    public static Tensor Gather(Gather op, Tensor data, Tensor indices, TensorType type)
    {
        var rows = (int)data.Shape.Product(0, op.Axis);
        var extent = data.Shape[op.Axis];
        var bytes = (int)data.Shape.Product(op.Axis + 1, data.Shape.Rank) * data.Element.SizeInBytes();
        var result = new Tensor(type);
        var wanted = indices.ToInt64s();
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < wanted.Length; i++)
            {
                var index = (int)InRange(wanted[i], extent);
                data.Bytes.Slice((int)((row * extent + index) * bytes), bytes).CopyTo(result.Bytes[((row * wanted.Length + i) * bytes)..]);
            }
        }

        return result;
    }

    public static Tensor GatherElements(GatherElements op, Tensor data, Tensor indices, TensorType type)
    {
        var size = data.Element.SizeInBytes();
        var strides = data.Shape.Strides();
        var along = strides[op.Axis];
        strides[op.Axis] = 0;
        var at = new Odometer(type.Shape, strides);
        var result = new Tensor(type);
        var wanted = indices.ToInt64s();
        for (var i = 0; i < wanted.Length; i++)
        {
            var offset = (int)(at.Offset + InRange(wanted[i], data.Shape[op.Axis]) * along);
            data.Bytes.Slice(offset * size, size).CopyTo(result.Bytes[(i * size)..]);
            at.Advance();
        }

        return result;
    }

    private static long InRange(long index, long extent) => index >= -extent && index < extent
        ? index < 0 ? index + extent : index
        : throw new ModelException($"index {index} is out of range for an axis of {extent} elements");
}
