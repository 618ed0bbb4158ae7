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

    /// <summary>Looks for launches of different streams that nothing orders; told before the run.</summary>
    public StreamRaces? Streams { get; init; }

    /// <summary>Runs every command once.</summary>
    /// <param name="watch">The inputs, and what to call after each layer.</param>
    /// <param name="cancellation">Looked at before every block.</param>
    /// <returns>What was copied back, by name; everything that the program declares where it copies nothing back, as assembly does.</returns>
    public IReadOnlyDictionary<string, double[]> Run(ValueWatch watch, CancellationToken cancellation)
    {
        var outputs = _values.Run(watch, launch => Launch(launch, cancellation), cancellation);
        Streams?.End();
        return outputs;
    }

    private void Launch(LaunchCommand launch, CancellationToken cancellation)
    {
        _runner.Footprint = Streams is null ? null : new SimtFootprint();
        _runner.Launch(State(launch), cancellation);
        if (_runner.Footprint is { } footprint)
        {
            Streams?.Ran(footprint);
        }
    }

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
