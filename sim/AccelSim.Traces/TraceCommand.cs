namespace AccelSim.Traces;

/// <summary>One line of a list of kernels: a <see cref="TraceCopy"/> or a <see cref="TraceKernel"/>.</summary>
public abstract record TraceCommand;
