using AccelSim.Functional.Simt;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Runs the commands of an image for values, in order, on one block of device memory.</summary>
internal sealed class SimtValueRun
{
    private readonly ProgramImage _image;
    private readonly ImageValues _values;
    private readonly SimtFunctionalRunner _runner;
    private readonly SimtProgram?[] _programs;
    private readonly SimtBufferNames _names;
    private readonly int _warpWidth;

    public SimtValueRun(ProgramImage image, ModelGraph? graph, SimtChip chip, SimtRaceDetector? races)
    {
        _runner = new SimtFunctionalRunner(races);
        _image = image;
        _values = new ImageValues(image, graph);
        _programs = new SimtProgram?[image.Kernels.Length];
        _names = new SimtBufferNames(image);
        _warpWidth = chip.Sm.WarpWidth;
    }

    /// <summary>Runs every command once.</summary>
    /// <param name="watch">The inputs, and what to call after each layer.</param>
    /// <param name="cancellation">Looked at before every block.</param>
    /// <returns>What was copied back, by name; everything that the program declares where it copies nothing back, as assembly does.</returns>
    public IReadOnlyDictionary<string, double[]> Run(ValueWatch watch, CancellationToken cancellation) =>
        _values.Run(watch, launch => _runner.Launch(State(launch), cancellation), cancellation);

    private SimtLaunchState State(LaunchCommand launch)
    {
        var program = _programs[launch.Kernel] ??= new SimtProgram(SimtKernels.FromImage(_image.Kernels[launch.Kernel]));
        return new SimtLaunchState(
            program,
            new SimtExtent(launch.DimX, launch.DimY, launch.DimZ),
            new SimtExtent(launch.BlockX, launch.BlockY, launch.BlockZ),
            launch.Arguments.AsSpan(),
            _warpWidth,
            _values.Memory.Length,
            _values.Memory,
            launch.DynamicSharedBytes)
        { BufferAt = _names.At };
    }
}
