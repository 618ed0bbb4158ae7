namespace AccelSim.Reports;

/// <summary>One point of a memory under a pattern. Fractions are of 1, latencies ns.</summary>
/// <param name="Pattern">Name of the pattern.</param>
/// <param name="Point">What sets it apart from other points of the pattern, in words; empty where it is the only one.</param>
/// <param name="X">The same as a number: bytes, requests, or a fraction.</param>
/// <param name="GigabytesPerSecond">Bytes moved.</param>
/// <param name="PeakFraction">Of what all data buses could move.</param>
/// <param name="RowHitRate">Accesses that found their row open.</param>
/// <param name="MeanLatency">Asked to ended.</param>
/// <param name="MedianLatency">Half took no longer.</param>
/// <param name="TailLatency">99 of 100 took no longer.</param>
/// <param name="Data">Time of the data buses: moving data.</param>
/// <param name="BankGroup">Waits between bursts of one bank group.</param>
/// <param name="RowMiss">Closing and opening rows.</param>
/// <param name="Refresh">Refresh.</param>
/// <param name="Turnaround">Between reads and writes.</param>
/// <param name="Idle">Nobody asked.</param>
public sealed record MembenchRow(
    string Pattern, string Point, double X, double GigabytesPerSecond, double PeakFraction, double RowHitRate, double MeanLatency, double MedianLatency,
    double TailLatency, double Data, double BankGroup, double RowMiss, double Refresh, double Turnaround, double Idle);
