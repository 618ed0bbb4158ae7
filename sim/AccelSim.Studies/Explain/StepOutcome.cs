using AccelSim.Results;

namespace AccelSim.Studies.Explain;

/// <summary>What became of the time on a variant of the chip.</summary>
/// <param name="Factor">Its number, as a multiple of the present one.</param>
/// <param name="Femtoseconds">Time of an inference, fs.</param>
/// <param name="Run">The run; null where the ledger told.</param>
internal sealed record StepOutcome(double Factor, long Femtoseconds, RunResult? Run);
