using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>A constant whose external data is not there. Enough for timing; asking for the contents is an error that says how to get some.</summary>
/// <param name="type">Element type and shape.</param>
/// <param name="name">Name of the tensor.</param>
/// <param name="location">The file that should hold it.</param>
public sealed class MissingConstant(TensorType type, string name, string location) : Constant(type)
{
    /// <inheritdoc/>
    public override string Source => $"missing file {location}";

    /// <inheritdoc/>
    public override Tensor Load() => throw new ModelException(
        $"the contents of '{name}' are in {location}, which is not there", "ask for generated weights with --weights seed:1, or restore the file");
}
