namespace AccelSim.Memory;

/// <summary>Consecutive bursts of one data bus.</summary>
/// <param name="Bus">Data bus.</param>
/// <param name="FirstBurst">First burst, by the bus's own count.</param>
/// <param name="EndBurst">One past the last.</param>
internal readonly record struct DramPiece(int Bus, long FirstBurst, long EndBurst);
