using AccelSim.Chips.Simt;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>Launches that share a chip, and what each did.</summary>
internal sealed class StreamLaunches(SimtDevice device)
{
    private readonly List<(SimtKernelRun Run, SimtMark Mark)> _launches = [];
    private readonly Dictionary<int, DeviceLaunch> _ended = [];

    /// <summary>Submits a launch; streams beyond those that the chip has share one.</summary>
    public int Submit(SimtLaunchRequest request, int stream, int priority, IReadOnlyList<int> after, long time)
    {
        var mark = new SimtMark(device, time);
        var run = device.Submit(
            request with { Stream = stream % device.Chip.Launch.Streams, Priority = priority, After = [.. after.Select(launch => _launches[launch].Run)] }, time);
        _launches.Add((run, mark));
        return _launches.Count - 1;
    }

    /// <summary>The outcome of a launch; null while it is under way.</summary>
    public DeviceLaunch? Ended(int launch)
    {
        if (_ended.TryGetValue(launch, out var known))
        {
            return known;
        }

        return _launches[launch].Run.HasEnded ? _ended[launch] = Outcome(launch, stopped: false) : null;
    }

    /// <summary>The outcome of the part of a launch up to a time.</summary>
    public DeviceLaunch GiveUp(int launch, long time)
    {
        SimtDevice.GiveUp(_launches[launch].Run, time);
        return Outcome(launch, stopped: true);
    }

    private DeviceLaunch Outcome(int launch, bool stopped)
    {
        var (run, mark) = _launches[launch];
        var account = run.Account!;
        var counters = SimtCounts.Of(account, device.Chip.Sm) with { Occupancy = SimtCounts.Occupancy(run) };
        return new DeviceLaunch(run.End - run.Submitted, LaunchCauses.OfShared(run, device, mark), new DeviceCounters
        {
            Instructions = counters.WarpInstructions,
            DramReadBytes = account.Dram.ReadBytes,
            DramWriteBytes = account.Dram.WrittenBytes,
            Macs = account.Counters.TensorMacs,
            Simt = counters,
        })
        {
            Stopped = stopped,
            Activity = SimtActivityCounts.Of(account, device.Chip),
        };
    }
}
