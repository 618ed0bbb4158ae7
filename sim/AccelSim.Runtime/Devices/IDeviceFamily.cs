using AccelSim.Compiler;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Tensors;

namespace AccelSim.Runtime;

/// <summary>What the runtime needs of a chip family.</summary>
public interface IDeviceFamily
{
    /// <summary>Name of the family in chip files and program images.</summary>
    string Name { get; }

    /// <summary>What a chip of the family offers to programs.</summary>
    ImageOffer Offer(ChipSpec chip);

    /// <summary>Compiles a graph for a chip of the family.</summary>
    /// <exception cref="CompileException">The graph does not fit the chip.</exception>
    ProgramImage Compile(ModelGraph graph, ChipSpec chip, CompileOptions options, Action<int, int>? progress);

    /// <summary>Runs a program for values: outputs by name, as 64-bit floats in the logical order of their shapes.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="model">The program and its graphs.</param>
    /// <param name="inputs">A tensor for every input.</param>
    /// <param name="observe">Called after each layer with its position and a way to read buffers; null to watch nothing.</param>
    /// <param name="races">Receives a line per unsynchronised overlap; null not to look for any.</param>
    IReadOnlyDictionary<string, double[]> Evaluate(
        ChipSpec chip, CompiledModel model, IReadOnlyDictionary<string, Tensor> inputs, Action<int, Func<int, double[]>>? observe, ICollection<string>? races);

    /// <summary>A device with a program loaded.</summary>
    IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options);

    /// <summary>Costs that the runtime charges because they depend on what it ran before.</summary>
    ChipCosts Costs(ChipSpec chip);
}
