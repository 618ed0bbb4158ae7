using System.Collections.Immutable;
using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>A simt chip with the kernels of an image prepared.</summary>
internal sealed class SimtLoadedDevice : IDevice, IStreamDevice
{
    private readonly SimtDevice _device;
    private readonly SimtProgram[] _programs;
    private readonly ImageValues? _values;
    private readonly bool _controlOnly;
    private readonly IReadOnlyDictionary<string, double[]> _inputs;
    private readonly SampleRule? _sample;
    private readonly StreamLaunches _streams;
    private SimtMark _opened;

    public SimtLoadedDevice(SimtChip chip, ProgramImage image, DeviceOptions options)
    {
        _programs = [.. image.Kernels.Select(kernel => new SimtProgram(SimtKernels.FromImage(kernel)))];
        Array.ForEach(_programs, program => SimtKernels.CheckCapabilities(program, chip));

        // What one kernel decides by may have been computed by any before it: then all run with values, unless it can be nothing but integers from outside.
        if (Array.Find(_programs, program => program.Slice.NeedsValues) is { } first)
        {
            _controlOnly = OuterIntegers.Suffice(image, _programs);
            if (options.Sample && !_controlOnly)
            {
                throw new RuntimeException(
                    $"kernel '{first.Kernel.Name}': an address or a branch depends on what is loaded at {first.Describe(first.Slice.FirstLoad)}, so every block must run with values, and none can be left out; run it without --sample");
            }

            _values = Values(image, options, first, _controlOnly);
        }

        _sample = options.Sample ? SampleRule.Default : null;
        _inputs = _values?.Inputs(options.Seed) ?? new Dictionary<string, double[]>();
        _device = new SimtDevice(chip, image.Target.Needs.DeviceBytes, _values?.Memory, options.Trace) { BufferAt = new SimtBufferNames(image).At };
        _opened = new SimtMark(_device, 0);
        _streams = new StreamLaunches(_device);
    }

    // A kernel's end is known when its last block ends and its writes are at the L2, and it drains from then on.
    public long Lookahead => Math.Max(_device.Clock.Edge(1), _device.Chip.Launch.KernelDrain.Femtoseconds / 2);

    // The L2, and rows of device memory, are carried from kernel to kernel.
    public bool LaunchesAreIndependent => false;

    public void Receive(int buffer) => _values?.Receive(buffer, _inputs);

    public void RunOnHost(int hostOperator) => _values?.RunOnHost(hostOperator);

    public DeviceLaunch Launch(in DeviceRequest request, CancellationToken cancellation) => SimtLaunches.Run(_device, Request(request), request, cancellation);

    public int Submit(in DeviceRequest request, int stream, int priority, IReadOnlyList<int> after) => _streams.Submit(Request(request), stream, priority, after, request.Start);

    public void RunTo(long time, CancellationToken cancellation) => _device.TryRun(time, cancellation);

    public DeviceLaunch? Ended(int launch) => _streams.Ended(launch);

    public DeviceLaunch GiveUp(int launch, long time) => _streams.GiveUp(launch, time);

    public void OpenAccounts(long time) => _opened = new SimtMark(_device, time);

    public ImmutableArray<UnitResult> CloseAccounts(long time) => UnitAccounts.Of(_device, _opened, time);

    private SimtLaunchRequest Request(in DeviceRequest request) => new()
    {
        Program = _programs[request.Kernel],
        Grid = new SimtExtent(request.DimX, request.DimY, request.DimZ),
        Block = new SimtExtent(request.BlockX, request.BlockY, request.BlockZ),
        Arguments = request.Arguments,
        DynamicSharedBytes = request.DynamicSharedBytes,
        ControlOnly = _controlOnly,
        Sample = _sample,
    };

    private static ImageValues Values(ProgramImage image, DeviceOptions options, SimtProgram first, bool integersOnly)
    {
        try
        {
            return new ImageValues(image, options.Graph, integersOnly);
        }
        catch (RuntimeException problem)
        {
            throw new RuntimeException(
                $"kernel '{first.Kernel.Name}': an address or a branch depends on what is loaded at {first.Describe(first.Slice.FirstLoad)}, so its time is not known without values, and {problem.Message}");
        }
    }
}
