namespace AccelSim.Results.Simt;

/// <summary>What a block of a launch takes, and how many an SM holds at once.</summary>
/// <param name="RegistersPerThread">32-bit registers of a thread.</param>
/// <param name="SharedBytesPerBlock">Shared memory of a block, bytes.</param>
/// <param name="ThreadsPerBlock">Threads of a block.</param>
/// <param name="BlocksPerSm">Blocks that an SM holds at once.</param>
/// <param name="WarpsPerSm">Warps of those blocks.</param>
/// <param name="LimitedBy">What keeps one more block off: <c>warps</c>, <c>blocks</c>, <c>registers</c> or <c>shared memory</c>.</param>
public sealed record OccupancyFacts(int RegistersPerThread, long SharedBytesPerBlock, int ThreadsPerBlock, int BlocksPerSm, int WarpsPerSm, string LimitedBy);
