namespace AccelSim.Reports;

/// <summary>One size of a collective.</summary>
/// <param name="Bytes">Size.</param>
/// <param name="Algorithm">How it was done.</param>
/// <param name="Microseconds">Call to return.</param>
/// <param name="AlgorithmGigabytesPerSecond">Size over time.</param>
/// <param name="BusGigabytesPerSecond">Bus bandwidth as nccl-tests define it.</param>
public sealed record CollectiveRow(long Bytes, string Algorithm, double Microseconds, double AlgorithmGigabytesPerSecond, double BusGigabytesPerSecond);
