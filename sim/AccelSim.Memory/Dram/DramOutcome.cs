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
    long Done, long Bandwidth, long RowMiss, long Refresh, long Turnaround, long Latency, long ReadModifyWrite, long QueueFull);
