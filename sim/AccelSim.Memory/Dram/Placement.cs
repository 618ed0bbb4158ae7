namespace AccelSim.Memory;

/// <summary>When a train was placed, in ticks, and what it waited for between its arrival and its first column.</summary>
/// <param name="FirstColumn">Tick of the first column command.</param>
/// <param name="LastColumn">Tick of the last column command.</param>
/// <param name="Queued">Ticks behind earlier work.</param>
/// <param name="RowMiss">Ticks for closing and opening rows.</param>
/// <param name="Refresh">Ticks for refresh.</param>
/// <param name="Turnaround">Ticks for turning the bus.</param>
public readonly record struct Placement(long FirstColumn, long LastColumn, long Queued, long RowMiss, long Refresh, long Turnaround);
