using System.Collections.Immutable;
using AccelSim.Engine;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>
/// Executes the commands of an image once where kernels are on several streams of a device that runs them at once. The host issues one command after the
/// other and waits only where the program says so.
/// </summary>
internal sealed class StreamInference
{
    private readonly ProgramImage _image;
    private readonly HostSpec _host;
    private readonly IDevice _device;
    private readonly SessionOptions _options;
    private readonly CriticalPath _path = new();
    private readonly List<StreamStep> _steps = [];
    private readonly Dictionary<int, StreamStep> _last = [];
    private readonly Dictionary<int, StreamStep> _events = [];
    private readonly Dictionary<int, long> _conversions = [];
    private readonly ImmutableArray<(int, long)>.Builder _hostOperators = ImmutableArray.CreateBuilder<(int, long)>();
    private readonly StreamTimeline _streams;
    private readonly HashSet<int>? _seen;
    private readonly long _start;
    private readonly RunEnd _limit;
    private Moment _thread;

    /// <summary>Prepares a run; <paramref name="seen"/> holds the kernels launched before and is null in steady state.</summary>
    public StreamInference(ProgramImage image, HostSpec host, IDevice device, SessionOptions options, long start, HashSet<int>? seen, long stopAt)
    {
        (_image, _host, _device, _options, _start, _seen) = (image, host, device, options, start, seen);
        _thread = new Moment(start, CriticalPath.Root);
        _limit = new RunEnd(stopAt, options.Limit.Stop);
        _streams = new StreamTimeline(host, (IStreamDevice)device, _path, start) { Request = Request, Begun = Begun, Limit = _limit };
    }

    /// <summary>True where a program has kernels of several streams, or events: then it runs here, where the device can.</summary>
    public static bool Wanted(ProgramImage image, IDevice device) => device is IStreamDevice
        && (image.Commands.OfType<LaunchCommand>().Select(launch => launch.Queue).Distinct().Skip(1).Any() || image.Commands.Any(command => command is AwaitCommand));

    /// <summary>Lets the host do something itself first.</summary>
    public StreamInference After(long femtoseconds, Cause cause)
    {
        Work(femtoseconds, cause);
        return this;
    }

    /// <summary>Runs the commands.</summary>
    public InferenceRecord Run(CancellationToken cancellation)
    {
        for (var i = 0; i < _image.Commands.Length && !_streams.Stopped; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Issue(i, cancellation);
        }

        WaitAll(cancellation);
        var launches = _steps.Where(step => step.Outcome is not null).Select(step => new LaunchRecord((LaunchCommand)step.Command, step.Start.Time, step.Outcome!));
        var byCause = new long[CauseNames.Count];
        _path.Attribute(_thread.Node, _start, byCause);
        return new InferenceRecord(_start, _thread.Time, new CauseStack(byCause), [.. launches], _hostOperators.ToImmutable()) { Stopped = Reason() };
    }

    private void Issue(int at, CancellationToken cancellation)
    {
        switch (_image.Commands[at])
        {
            case CopyCommand copy:
                var conversion = HostCosts.Conversion(_host, _image.Buffers[copy.Buffer], copy.Bytes);
                Work(copy.ToDevice ? conversion : 0, Cause.HostCopy);
                Work(_host.Copy.PerCall.Femtoseconds, Cause.HostSubmit);
                _conversions[copy.Queue] = _conversions.GetValueOrDefault(copy.Queue) + (copy.ToDevice ? 0 : conversion);
                Add(copy, at, []);
                break;
            case LaunchCommand launch:
                var first = _seen?.Add(launch.Kernel) == true && _seen.Count == 1;
                Work(first ? _host.Launch.FirstCall.Femtoseconds : 0, Cause.HostSubmit);
                Work(_options.Mode == RunMode.Eager ? _host.Eager.PerOperator.Femtoseconds : 0, Cause.HostSubmit);
                Work(_host.Launch.Submit.Femtoseconds, Cause.HostSubmit);
                Add(launch, at, []);
                break;
            case RecordCommand record:
                _events[record.Event] = Add(record, at, []);
                break;
            case AwaitCommand awaits:
                Add(awaits, at, [_events[awaits.Event]]);
                break;
            case WaitCommand { AllQueues: true }:
                WaitAll(cancellation);
                break;
            case WaitCommand wait:
                Wait(wait.Queue, cancellation);
                break;
            case HostOperatorCommand run:
                WaitAll(cancellation);
                var time = HostCosts.Operator(_host, _image, _image.HostOperators[run.Operator]);
                Work(time, Cause.HostOperator);
                _device.RunOnHost(run.Operator);
                _hostOperators.Add((run.Operator, time));
                break;
        }
    }

    private StreamStep Add(ImageCommand command, int at, StreamStep[] after)
    {
        var step = new StreamStep(command, at, _thread, _last.TryGetValue(command.Queue, out var last) ? [last, .. after] : after);
        _steps.Add(step);
        _last[command.Queue] = step;
        _streams.Add(step);
        return step;
    }

    private void Wait(int queue, CancellationToken cancellation)
    {
        Join(_last.TryGetValue(queue, out var last) ? [last] : [], cancellation);
        Work(_host.Copy.Synchronize.Femtoseconds, Cause.HostSubmit);
        Work(_conversions.GetValueOrDefault(queue), Cause.HostCopy);
        _conversions.Remove(queue);
    }

    private void WaitAll(CancellationToken cancellation)
    {
        var outstanding = Join(_last.Values, cancellation);
        Work(outstanding ? _host.Copy.Synchronize.Femtoseconds : 0, Cause.HostSubmit);
        Work(_conversions.Values.Sum(), Cause.HostCopy);
        _conversions.Clear();
    }

    /// <summary>The host is where the last of some steps is; says whether it had to wait.</summary>
    private bool Join(IReadOnlyCollection<StreamStep> steps, CancellationToken cancellation)
    {
        _streams.Resolve(steps, cancellation);
        var before = _thread.Time;
        foreach (var step in _streams.Stopped ? _steps : steps)
        {
            _thread = step.End is { } end ? Moment.Later(_thread, end) : _thread;
        }

        return _thread.Time > before;
    }

    private void Work(long femtoseconds, Cause cause)
    {
        if (femtoseconds > 0)
        {
            var end = checked(_thread.Time + femtoseconds);
            _thread = new Moment(end, _path.Add(_thread.Node, end, cause));
        }
    }

    private void Begun(StreamStep step)
    {
        switch (step.Command)
        {
            case CopyCommand { ToDevice: true } copy:
                _device.Receive(copy.Buffer);
                break;
            case LaunchCommand launch:
                _device.Announce(step.At);
                _options.Progress?.Report(new RunProgress(
                    step.At + 1, _image.Commands.Length, launch.Layer >= 0 ? _image.Layers[launch.Layer].Name : _image.Kernels[launch.Kernel].Name));
                break;
        }
    }

    private static DeviceRequest Request(LaunchCommand launch, long time) =>
        new(launch.Kernel, launch.DimX, launch.DimY, launch.DimZ, launch.Arguments.AsMemory(), time)
        {
            BlockX = launch.BlockX,
            BlockY = launch.BlockY,
            BlockZ = launch.BlockZ,
            DynamicSharedBytes = launch.DynamicSharedBytes,
        };

    private string? Reason()
    {
        if (!_streams.Stopped)
        {
            return null;
        }

        var first = _steps.First(step => step.Outcome?.Stopped == true);
        var why = _limit.Stop.IsCancellationRequested ? "interrupted" : $"stopped after {_options.Limit.MostCycles} cycles";
        return $"{why} in kernel '{_image.Kernels[((LaunchCommand)first.Command).Kernel].Name}', command {first.At + 1} of {_image.Commands.Length}";
    }
}
