using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>A constant that is one value everywhere (ONNX ConstantOfShape).</summary>
/// <param name="type">Element type and shape.</param>
/// <param name="element">A one-element tensor of the same element type.</param>
public sealed class FilledConstant(TensorType type, Tensor element) : Constant(type)
{
    /// <inheritdoc/>
    public override string Source => "filled";

    /// <inheritdoc/>
    public override Tensor Load()
    {
        Tensor tensor;
        try
        {
            tensor = new Tensor(Type);
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new ModelException(problem.Message, inner: problem);
        }

        var size = element.Bytes.Length;
        for (var at = 0; at < tensor.Bytes.Length; at += size)
        {
            element.Bytes.CopyTo(tensor.Bytes[at..]);
        }

        return tensor;
    }
}
