namespace AccelSim.Runtime;

/// <summary>A program that cannot be run here; the message says why and what to do.</summary>
public sealed class RuntimeException(string problem) : Exception(problem);
