using AccelSim.Compiler;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>The simt family, for a program of which only a trace is there.</summary>
internal sealed class TraceFamily(TraceProgram program) : IDeviceFamily
{
    private readonly SimtDeviceFamily _simt = new();

    /// <summary>The device that was made last.</summary>
    public TraceDevice? Device { get; private set; }

    /// <inheritdoc/>
    public string Name => _simt.Name;

    /// <inheritdoc/>
    public bool FindsRaces => false;

    /// <inheritdoc/>
    public bool CanSample => true;

    /// <inheritdoc/>
    public ImageOffer Offer(ChipSpec chip) => _simt.Offer(chip);

    /// <inheritdoc/>
    public ChipCosts Costs(ChipSpec chip) => _simt.Costs(chip);

    /// <inheritdoc/>
    public CompilerView View(ChipSpec chip, CompileOptions options) => _simt.View(chip, options);

    /// <inheritdoc/>
    public ProgramImage Compile(ModelGraph graph, ChipSpec chip, CompileOptions options, Action<int, int>? progress) => _simt.Compile(graph, chip, options, progress);

    /// <inheritdoc/>
    public ProgramImage Assemble(string source, string file, ChipSpec chip) => _simt.Assemble(source, file, chip);

    /// <inheritdoc/>
    public string Disassemble(ImageKernel kernel) => _simt.Disassemble(kernel);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double[]> Evaluate(ChipSpec chip, ProgramImage image, ModelGraph? graph, ValueWatch watch, CancellationToken cancellation) =>
        throw new RuntimeException("a trace has no values");

    /// <inheritdoc/>
    public IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options) => Device = new TraceDevice((SimtChip)chip, program, options);
}
