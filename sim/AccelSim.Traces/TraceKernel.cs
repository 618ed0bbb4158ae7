namespace AccelSim.Traces;

/// <summary>A kernel launch, whose trace is in a file of its own.</summary>
/// <param name="Path">Absolute path of the trace.</param>
public sealed record TraceKernel(string Path) : TraceCommand;
