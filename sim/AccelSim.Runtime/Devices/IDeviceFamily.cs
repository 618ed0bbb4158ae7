using AccelSim.Compiler;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>What the runtime needs of a chip family.</summary>
public interface IDeviceFamily
{
    /// <summary>Name of the family in chip files and program images.</summary>
    string Name { get; }

    /// <summary>True where a run for values finds accesses that nothing orders.</summary>
    bool FindsRaces { get; }

    /// <summary>True where long kernels can be sampled (<see cref="DeviceOptions.Sample"/>).</summary>
    bool CanSample => false;

    /// <summary>Why kernels of a chip of the family cannot be sampled; null where they can.</summary>
    string? SampleProblem(ChipSpec chip) => CanSample ? null
        : $"--sample is for chips of the family 'simt', whose kernels are waves of blocks; {chip.Name} is of '{chip.Family}' and is simulated whole";

    /// <summary>What a chip of the family offers to programs.</summary>
    ImageOffer Offer(ChipSpec chip);

    /// <summary>Everything that <see cref="Compile"/> reads of a chip: where it is the same, so is the program.</summary>
    /// <exception cref="CompileException">The chip cannot compute with the type.</exception>
    CompilerView View(ChipSpec chip, CompileOptions options);

    /// <summary>Compiles a graph for a chip of the family.</summary>
    /// <exception cref="CompileException">The graph does not fit the chip.</exception>
    ProgramImage Compile(ModelGraph graph, ChipSpec chip, CompileOptions options, Action<int, int>? progress);

    /// <summary>Assembles a source into a program for a chip of the family.</summary>
    /// <param name="source">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="chip">The chip.</param>
    /// <exception cref="Isa.Assembly.AssemblyException">The text is not assembly of the family; says every reason with its line.</exception>
    ProgramImage Assemble(string source, string file, ChipSpec chip);

    /// <summary>True where a text is assembly of the family, whatever chip it needs.</summary>
    bool Understands(string source) => false;

    /// <summary>A kernel as assembly that assembles to the same bytes.</summary>
    /// <exception cref="RuntimeException">An instruction word is illegal.</exception>
    string Disassemble(ImageKernel kernel);

    /// <summary>Runs a program for values.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="image">The program.</param>
    /// <param name="graph">The graph it was compiled from; null where only the program is known.</param>
    /// <param name="watch">The inputs, and what to look at beside the results.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <returns>
    /// Outputs by name, as 64-bit floats in the logical order of their shapes; every declared buffer where the program copies nothing back.
    /// </returns>
    IReadOnlyDictionary<string, double[]> Evaluate(ChipSpec chip, ProgramImage image, ModelGraph? graph, ValueWatch watch, CancellationToken cancellation);

    /// <summary>A device with a program loaded.</summary>
    IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options);

    /// <summary>Durations of a chip file that every launch pays once, in full, on its critical path; empty where what is paid depends on what ran before.</summary>
    IReadOnlyList<LaunchCost> LaunchCosts(ChipSpec chip) => [];

    /// <summary>Costs that the runtime charges because they depend on what it ran before.</summary>
    ChipCosts Costs(ChipSpec chip);
}
