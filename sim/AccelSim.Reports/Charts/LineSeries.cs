namespace AccelSim.Reports;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">As in the key.</param>
/// <param name="Points">Place and a text for who points at it.</param>
public sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y, string Title)> Points);
