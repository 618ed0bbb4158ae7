using AccelSim.Engine;

namespace AccelSim.Results;

/// <summary>Time that one cause accounts for.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Femtoseconds">Time in fs.</param>
public readonly record struct CauseShare(Cause Cause, long Femtoseconds);
