using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>A constant whose contents lie in a file beside the model (ONNX external data).</summary>
/// <param name="type">Element type and shape.</param>
/// <param name="path">The file.</param>
/// <param name="offset">Bytes before the contents.</param>
/// <param name="name">Name of the tensor, for messages.</param>
public sealed class ExternalConstant(TensorType type, string path, long offset, string name) : Constant(type)
{
    /// <inheritdoc/>
    public override string Source => $"file {Path.GetFileName(path)} at {offset}";

    /// <inheritdoc/>
    public override Tensor Load()
    {
        try
        {
            var tensor = new Tensor(Type);
            using var stream = File.OpenRead(path);
            stream.Position = offset;
            stream.ReadExactly(tensor.Bytes);
            return tensor;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new ModelException($"external data of '{name}' cannot be read: {problem.Message}", "restore the file the model was saved with", path, inner: problem);
        }
    }
}
