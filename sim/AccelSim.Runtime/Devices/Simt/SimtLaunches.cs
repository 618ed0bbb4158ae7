using AccelSim.Chips.Simt;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>Runs a kernel to its end and says what was counted on the way.</summary>
internal static class SimtLaunches
{
    /// <summary>The outcome of a launch, or of the part of it for which there was time.</summary>
    public static DeviceLaunch Run(SimtDevice device, SimtLaunchRequest request, in DeviceRequest asked, CancellationToken cancellation)
    {
        var start = asked.Start;
        var mark = new SimtMark(device, start);
        var before = SimtCounts.Of(device);
        var activity = SimtActivityCounts.Of(device);
        var (read, written, macs) = (device.Dram.BytesRead, device.Dram.BytesWritten, device.Counters.TensorMacs);
        var run = device.Submit(request, start);
        var ended = LimitedRun.Ends(asked, device.TryRun, cancellation) && run.HasEnded;
        if (ended)
        {
            // Posted writes go out before the next kernel begins; they are this one's.
            device.Dram.Flush();
        }
        else
        {
            SimtDevice.GiveUp(run, LimitedRun.Until(asked, device.Simulation.Now));
        }

        var counters = SimtCounts.Of(device).Since(before) with { Occupancy = SimtCounts.Occupancy(run) };
        return new DeviceLaunch(run.End - run.Submitted, LaunchCauses.Of(run, device, mark), new DeviceCounters
        {
            Instructions = counters.WarpInstructions,
            DramReadBytes = device.Dram.BytesRead - read,
            DramWriteBytes = device.Dram.BytesWritten - written,
            Macs = device.Counters.TensorMacs - macs,
            Simt = counters,
        })
        {
            Stopped = !ended,
            Activity = SimtActivityCounts.Of(device).Since(activity),
            Sampling = request.Sample is null ? null : new SamplingResult
            {
                Launches = 1,
                Sampled = run.Sample is null ? 0 : 1,
                Blocks = request.Grid.Count,
                SimulatedBlocks = run.Sample?.Simulated ?? (ended ? request.Grid.Count : counters.Blocks),
                EstimatedFemtoseconds = run.Sample?.SkippedFemtoseconds ?? 0,
                BoundFemtoseconds = run.Sample?.BoundFemtoseconds ?? 0,
            },
        };
    }
}
