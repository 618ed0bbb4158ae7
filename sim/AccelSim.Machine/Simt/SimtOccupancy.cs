namespace AccelSim.Machine.Simt;

/// <summary>
/// How many CTAs of a kernel fit on an SM, by the rules of CUDA's <c>cuda_occupancy.h</c>: registers are allocated to whole warps, in units, in each
/// sub-core; shared memory to whole CTAs, in units, with what the system reserves.
/// </summary>
public static class SimtOccupancy
{
    /// <summary>The occupancy of an SM by one kernel.</summary>
    /// <param name="sm">The SM.</param>
    /// <param name="cta">What each CTA asks for.</param>
    /// <param name="carveOut">
    /// Size of shared memory that the kernel prefers (one of <see cref="SharedMemorySpec.Options"/>); raised to what one CTA needs. The largest where
    /// not given.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A CTA has no thread, or asks for less than nothing.</exception>
    public static SmOccupancy Of(SmSpec sm, CtaResources cta, ByteSize? carveOut = null)
    {
        ArgumentNullException.ThrowIfNull(sm);
        ArgumentOutOfRangeException.ThrowIfLessThan(cta.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(cta.RegistersPerThread);
        ArgumentOutOfRangeException.ThrowIfNegative(cta.SharedBytes);
        var warps = (cta.Threads + sm.WarpWidth - 1) / sm.WarpWidth;
        var byWarps = cta.Threads > sm.MaxThreadsPerCta ? 0 : Math.Min(sm.MaxWarps, sm.MaxThreads / sm.WarpWidth) / warps;
        var (byRegisters, registersPerWarp) = Registers(sm.RegisterFile, sm.WarpWidth, sm.SubCores, cta.RegistersPerThread, warps);
        var (bySharedMemory, sharedPerCta, shared) = SharedMemory(sm.SharedMemory, cta.SharedBytes, carveOut);
        int[] limits = [byWarps, sm.MaxCtas, byRegisters, bySharedMemory];
        var ctas = limits.Min();
        return new SmOccupancy(
            ctas, ctas * warps, (OccupancyLimit)Array.IndexOf(limits, ctas), byWarps, sm.MaxCtas, byRegisters, bySharedMemory, registersPerWarp, sharedPerCta, shared);
    }

    private static (int Ctas, int PerWarp) Registers(RegisterFileSpec file, int warpWidth, int subCores, int perThread, int warps)
    {
        if (perThread > file.MaxPerThread)
        {
            return (0, 0);
        }

        var perWarp = (int)RoundUp((long)perThread * warpWidth, file.AllocationUnit);

        // A sub-core holds whole warps only. CUDA's further check, that the warps rounded up to a multiple of the sub-cores fit into all registers of
        // the SM, fails exactly where this leaves no CTA.
        return perWarp == 0 ? (int.MaxValue, 0) : (file.RegistersPerSubCore / perWarp * subCores / warps, perWarp);
    }

    private static (int Ctas, long PerCta, ByteSize Size) SharedMemory(SharedMemorySpec memory, long bytes, ByteSize? carveOut)
    {
        if (bytes > memory.MaxPerCta.Bytes)
        {
            return (0, 0, memory.Largest);
        }

        var perCta = memory.Allocated(bytes);
        var wanted = Math.Max(perCta, carveOut?.Bytes ?? memory.Largest.Bytes);
        var size = memory.Option(wanted) ?? memory.Largest;
        return (perCta == 0 ? int.MaxValue : (int)(size.Bytes / perCta), perCta, size);
    }

    private static long RoundUp(long value, long unit) => (value + unit - 1) / unit * unit;
}
