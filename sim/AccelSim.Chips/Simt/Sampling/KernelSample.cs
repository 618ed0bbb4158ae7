namespace AccelSim.Chips.Simt;

/// <summary>What of a sampled kernel was simulated, and how far its time may be off.</summary>
/// <param name="Blocks">Blocks of the grid.</param>
/// <param name="Simulated">Of those, blocks that were simulated.</param>
/// <param name="MeasuredWaves">Waves from whose times the rest was estimated.</param>
/// <param name="SkippedFemtoseconds">Part of the kernel's time that is estimated, fs.</param>
/// <param name="BoundFemtoseconds">What the estimate may be off by to either side, fs (<see cref="WaveEstimate"/>).</param>
public sealed record KernelSample(long Blocks, long Simulated, int MeasuredWaves, long SkippedFemtoseconds, long BoundFemtoseconds);
