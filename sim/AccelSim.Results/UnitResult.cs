namespace AccelSim.Results;

/// <summary>The time account of one unit over the inference: every femtosecond has one cause.</summary>
/// <param name="Name">Unit, such as <c>cluster 0 core 1 io</c>.</param>
/// <param name="Causes">Its time.</param>
public sealed record UnitResult(string Name, CauseStack Causes);
