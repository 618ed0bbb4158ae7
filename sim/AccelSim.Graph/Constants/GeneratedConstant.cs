using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>
/// A weight made up from a seed. Element i depends on the seed, the tensor's name and i only, so it is the same on every machine,
/// whatever else the model holds, and any part can be produced alone.
/// </summary>
/// <param name="type">Element type (floating) and shape.</param>
/// <param name="name">Name of the tensor in the model.</param>
/// <param name="seed">The seed.</param>
/// <param name="role">What it is for.</param>
/// <param name="center">Middle of the range of values.</param>
/// <param name="halfWidth">Half the range: values are uniform in center ± halfWidth.</param>
public sealed class GeneratedConstant(TensorType type, string name, ulong seed, WeightRole role, double center, double halfWidth) : Constant(type)
{
    private readonly CounterRandom _random = new(seed, name);

    /// <summary>What it is for.</summary>
    public WeightRole Role => role;

    /// <inheritdoc/>
    public override string Source => $"seed {seed}, {role}";

    /// <inheritdoc/>
    public override Tensor Load()
    {
        try
        {
            var tensor = new Tensor(Type);
            if (Type.Element == ElementType.Float32)
            {
                Read(0, tensor.Span<float>());
                return tensor;
            }

            var values = new float[tensor.Count];
            Read(0, values);
            return Tensor.FromDoubles(Type, Array.ConvertAll(values, value => (double)value));
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new ModelException($"weights of '{name}' cannot be generated: {problem.Message}", inner: problem);
        }
    }

    /// <summary>Produces consecutive elements, in single precision before any narrowing to the element type.</summary>
    /// <param name="first">Index of the first element in row-major order.</param>
    /// <param name="destination">Receives as many elements as it is long.</param>
    public void Read(long first, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (float)(center + halfWidth * _random.Signed(first + i));
        }
    }
}
