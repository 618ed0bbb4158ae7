using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Runtime.Mlu;

/// <summary>Runs the commands of an image for values, in order, on one block of device memory.</summary>
internal sealed class MluValueRun
{
    private readonly ProgramImage _image;
    private readonly ImageValues _values;
    private readonly MluFunctionalRunner _runner;
    private readonly MluProgram?[] _programs;

    public MluValueRun(ProgramImage image, ModelGraph? graph, MluChip chip, IMluRunObserver? observer)
    {
        _image = image;
        _values = new ImageValues(image, graph);
        var sizes = new MluMemorySizes(chip.Core.Nram.UsableBytes, chip.Core.Wram.UsableBytes, chip.Sram?.UsableBytes ?? 0, 0, _values.Memory.Length);
        _runner = new MluFunctionalRunner(
            sizes,
            _values.Memory,
            new MluRunnerOptions { CoresPerCluster = chip.CoresPerCluster, Clusters = chip.Clusters, DataUnit = MluDeviceValues.Options(chip) },
            observer);
        _programs = new MluProgram?[image.Kernels.Length];
    }

    /// <summary>Runs every command once.</summary>
    /// <param name="watch">The inputs, and what to call after each layer.</param>
    /// <param name="cancellation">Looked at before every command.</param>
    /// <returns>What was copied back, by name; everything that the program declares where it copies nothing back, as assembly does.</returns>
    public IReadOnlyDictionary<string, double[]> Run(ValueWatch watch, CancellationToken cancellation) =>
        _values.Run(watch, Launch, cancellation);

    private void Launch(LaunchCommand launch)
    {
        var kernel = _image.Kernels[launch.Kernel];
        var program = _programs[launch.Kernel] ??= new MluProgram(MluKernels.FromImage(kernel));
        _runner.Launch(
            program, new MluTaskType(kernel.UnionClusters), launch.DimX, launch.DimY, launch.DimZ,
            launch.Arguments.Select(word => unchecked((long)word)).ToArray());
    }
}
