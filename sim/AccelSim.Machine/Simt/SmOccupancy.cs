namespace AccelSim.Machine.Simt;

/// <summary>How many CTAs of a kernel an SM holds at once, and why not more.</summary>
/// <param name="Ctas">CTAs; 0 where not even one fits.</param>
/// <param name="Warps">Warps of all of them.</param>
/// <param name="Limit">The least of the limits; of equal ones the first in the order of <see cref="OccupancyLimit"/>.</param>
/// <param name="ByWarps">CTAs that warps and threads allow.</param>
/// <param name="ByCtas">CTAs that slots for CTAs allow.</param>
/// <param name="ByRegisters">CTAs that registers allow.</param>
/// <param name="BySharedMemory">CTAs that shared memory allows.</param>
/// <param name="RegistersPerWarp">Registers allocated to each warp.</param>
/// <param name="SharedPerCta">Bytes of shared memory allocated to each CTA.</param>
/// <param name="Shared">Size of shared memory that was assumed.</param>
public readonly record struct SmOccupancy(
    int Ctas,
    int Warps,
    OccupancyLimit Limit,
    int ByWarps,
    int ByCtas,
    int ByRegisters,
    int BySharedMemory,
    int RegistersPerWarp,
    long SharedPerCta,
    ByteSize Shared);
