using AccelSim.Machine;

namespace AccelSim.Studies.Compare;

/// <summary>A chip of a comparison.</summary>
/// <param name="Label">Its name, with what was changed of it.</param>
/// <param name="Run">The run on it.</param>
public sealed record Contestant(string Label, LoadedRun Run);
