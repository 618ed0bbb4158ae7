namespace AccelSim.Runtime;

/// <summary>How far a run is.</summary>
/// <param name="Step">Commands done.</param>
/// <param name="Steps">Commands in all.</param>
/// <param name="What">What is being done.</param>
public readonly record struct RunProgress(int Step, int Steps, string What);
