using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// When an access ended and what its time was spent on; the parts sum to Done minus the time it was asked at. For reads Done is the last
/// data at the controller's port; for posted writes it is when the last burst was accepted.
/// </summary>
/// <param name="Done">End, fs.</param>
/// <param name="Bandwidth">Behind other requests and moving the data, fs.</param>
/// <param name="RowMiss">Closing and opening rows, fs.</param>
/// <param name="Refresh">Refresh, fs.</param>
/// <param name="Turnaround">Turning the bus, fs.</param>
/// <param name="Latency">Unloaded latency, fs.</param>
/// <param name="ReadModifyWrite">Reading lines that are written in part, fs.</param>
/// <param name="QueueFull">Waiting for room in the write queue, fs.</param>
public readonly record struct DramOutcome(
    long Done, long Bandwidth, long RowMiss, long Refresh, long Turnaround, long Latency, long ReadModifyWrite, long QueueFull)
{
    /// <summary>Adds what the time was spent on to <paramref name="spent"/>, fs by number of the cause.</summary>
    public void AddTo(Span<long> spent)
    {
        spent[(int)Cause.DramBandwidth] += Bandwidth;
        spent[(int)Cause.DramRowMiss] += RowMiss;
        spent[(int)Cause.DramRefresh] += Refresh;
        spent[(int)Cause.DramTurnaround] += Turnaround;
        spent[(int)Cause.DramLatency] += Latency;
        spent[(int)Cause.ReadModifyWrite] += ReadModifyWrite;
        spent[(int)Cause.DramQueueFull] += QueueFull;
    }
}
