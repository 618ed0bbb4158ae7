using System.Threading.Channels;
using AccelSim.Engine;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>A program loaded on a device of a host; serves inferences from a channel, in order, and reports one result.</summary>
public sealed class DeviceSession
{
    private readonly ProgramImage _image;
    private readonly ChipSpec _chip;
    private readonly HostSpec _host;
    private readonly SessionOptions _options;
    private readonly IDevice _device;
    private readonly LaunchMemory _launches;
    private readonly ChipCosts _costs;
    private readonly MemorySetup _memory;
    private long _now;

    /// <summary>Loads a program.</summary>
    /// <exception cref="RuntimeException">The chip cannot run it; says every reason.</exception>
    public DeviceSession(ProgramImage image, ChipSpec chip, HostSpec host, IDeviceFamily family, SessionOptions options, DeviceOptions? deviceOptions = null)
    {
        MemorySetup.CheckFits(image, chip);
        var refusals = family.Offer(chip).Refusals(image.Target);
        if (!refusals.IsEmpty)
        {
            throw new RuntimeException($"program '{image.Name}' cannot run on {chip.Name}: {string.Join("; ", refusals)}");
        }

        if (deviceOptions?.Sample == true && family.SampleProblem(chip) is { } problem)
        {
            throw new RuntimeException(problem);
        }

        (_image, _chip, _host, _options) = (image, chip, host, options);
        _device = family.Create(chip, image, (deviceOptions ?? new DeviceOptions()) with { HostLink = host.Pcie });
        if (deviceOptions?.Sample == true && StreamInference.Wanted(image, _device))
        {
            throw new RuntimeException($"program '{image.Name}' has kernels on several streams, whose waves are not alike: run it without --sample");
        }

        _launches = new LaunchMemory(_device);
        _costs = family.Costs(chip);
        _memory = new MemorySetup(image);
    }

    /// <summary>Runs a number of inferences back to back.</summary>
    public async Task<RunResult> RunAsync(int iterations, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        var requests = Channel.CreateBounded<InferenceRequest>(new BoundedChannelOptions(2) { SingleReader = true, SingleWriter = true });
        var serving = ServeAsync(requests.Reader, cancellation);
        try
        {
            for (var i = 0; i < iterations && !serving.IsCompleted; i++)
            {
                await requests.Writer.WriteAsync(new InferenceRequest(0), cancellation);
            }
        }
        finally
        {
            requests.Writer.TryComplete();
        }

        return await serving;
    }

    /// <summary>Serves requests until the channel is completed. At least one must come.</summary>
    public async Task<RunResult> ServeAsync(ChannelReader<InferenceRequest> requests, CancellationToken cancellation = default)
    {
        // Where launches depend on what ran before, the first run comes first; else it is put together from remembered launches.
        FirstRunResult? first = null;
        if (_options.Cold && !_device.LaunchesAreIndependent)
        {
            _device.OpenAccounts(_now);
            first = FirstRun(cancellation, out var run);
            if (run.Stopped is not null)
            {
                Units = _device.CloseAccounts(_now);
                return Result([run], null);
            }
        }

        var begin = _now;
        var stopAt = StopAt(begin);
        var records = new List<InferenceRecord>();
        _device.OpenAccounts(begin);
        await foreach (var request in requests.ReadAllAsync(cancellation))
        {
            var timeline = new HostTimeline(_host, _now);
            timeline.WaitUntil(begin + request.Arrival);
            var record = StreamInference.Wanted(_image, _device)
                ? new StreamInference(_image, _host, _device, _options, _now, null, stopAt).After(timeline.Now - _now, Cause.InputWait).Run(cancellation)
                : new Inference(_image, _costs, _host, _launches, _options).Run(timeline, null, stopAt, cancellation);
            _now = record.End;
            if (records.Count == 0)
            {
                Units = _device.CloseAccounts(_now);
            }

            records.Add(record);
            if (record.Stopped is not null)
            {
                return Result(records, first);
            }
        }

        if (records.Count == 0)
        {
            throw new RuntimeException("no inference was asked for");
        }

        if (_options.Cold && first is null)
        {
            first = FirstRun(cancellation, out _);
        }

        return Result(records, first);
    }

    private RunResult Result(List<InferenceRecord> records, FirstRunResult? first) => new ResultBuilder(_image, _chip, _host, _options).Build(records, Units, first);

    /// <summary>When a run that begins at some time has taken its most cycles, fs.</summary>
    private long StopAt(long begin) => _options.Limit.MostCycles is { } cycles
        ? (long)Int128.Min(long.MaxValue, begin + ((Int128)cycles * Clock.FemtosecondsPerSecond / _chip.Clock.Hertz)) : long.MaxValue;

    private System.Collections.Immutable.ImmutableArray<UnitResult> Units { get; set; } = [];

    private FirstRunResult FirstRun(CancellationToken cancellation, out InferenceRecord record)
    {
        var stopAt = StopAt(_now);
        var timeline = new HostTimeline(_host, _now);
        timeline.Work(_memory.AllocationTime(_host.Allocation), Cause.Allocation);
        var allocated = timeline.Now;
        if (_memory.ParameterBytes > 0 && !_device.SharesHostMemory)
        {
            timeline.Work(_host.Copy.PerCall.Femtoseconds * (_memory.ParameterCopies - 1), Cause.HostSubmit);
            timeline.Copy(0, _memory.ParameterBytes, toDevice: true, conversion: 0);
            timeline.WaitAll();
        }

        var copied = timeline.Now;
        var seen = new HashSet<int>();
        record = StreamInference.Wanted(_image, _device)
            ? new StreamInference(_image, _host, _device, _options with { Progress = null }, _now, seen, stopAt)
                .After(allocated - _now, Cause.Allocation).After(copied - allocated, Cause.HostCopy).Run(cancellation)
            : new Inference(_image, _costs, _host, _launches, _options with { Progress = null }).Run(timeline, seen, stopAt, cancellation);
        _now = record.End;
        var cold = (_costs.ColdLaunch * seen.Count) + (seen.Count > 0 ? _host.Launch.FirstCall.Femtoseconds : 0);
        return new FirstRunResult(record.End - record.Start, allocated - record.Start, copied - allocated, cold);
    }
}
