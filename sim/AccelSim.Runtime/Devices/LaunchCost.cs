using AccelSim.Engine;

namespace AccelSim.Runtime;

/// <summary>What every launch pays once, in full, on its own critical path.</summary>
/// <param name="Path">Where the chip file says how much.</param>
/// <param name="Femtoseconds">How much, fs.</param>
/// <param name="Cause">Where the ledger books it.</param>
public sealed record LaunchCost(string Path, long Femtoseconds, Cause Cause);
