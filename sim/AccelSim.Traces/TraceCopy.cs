namespace AccelSim.Traces;

/// <summary>A copy between host and device.</summary>
/// <param name="ToDevice">True from host to device.</param>
/// <param name="Address">Address in device memory.</param>
/// <param name="Bytes">Bytes copied.</param>
public sealed record TraceCopy(bool ToDevice, ulong Address, long Bytes) : TraceCommand;
