namespace AccelSim.Reports;

/// <summary>A memory under patterns.</summary>
/// <param name="Name">Of the chip or memory.</param>
/// <param name="Device">Standard and speed.</param>
/// <param name="Channels">Data buses.</param>
/// <param name="PeakGigabytesPerSecond">Of all of them.</param>
/// <param name="RequestBytes">One request of a sequential stream.</param>
/// <param name="Outstanding">Requests on their way for each data bus.</param>
/// <param name="Points">In the order of the patterns.</param>
public sealed record MembenchResult(
    string Name, string Device, int Channels, double PeakGigabytesPerSecond, int RequestBytes, int Outstanding, IReadOnlyList<MembenchRow> Points);
