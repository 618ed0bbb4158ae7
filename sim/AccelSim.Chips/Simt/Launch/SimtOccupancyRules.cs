using AccelSim.Functional.Simt;
using AccelSim.Machine;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>Whether a block fits on an SM, and how shared memory and L1 cache are divided for a kernel.</summary>
internal static class SimtOccupancyRules
{
    /// <summary>The occupancy with the least shared memory that allows as many blocks as the most would: what is left is L1 cache.</summary>
    /// <exception cref="SimtExecutionException">Not one block fits; says which resource, what is used and what there is.</exception>
    public static SmOccupancy Check(SimtChip chip, string kernel, CtaResources cta)
    {
        var sm = chip.Sm;
        var most = SimtOccupancy.Of(sm, cta);
        if (most.Ctas == 0)
        {
            throw new SimtExecutionException(kernel, chip.Name, Problem(sm, cta, most));
        }

        foreach (var option in sm.SharedMemory.Options)
        {
            var occupancy = SimtOccupancy.Of(sm, cta, option);
            if (occupancy.Ctas == most.Ctas)
            {
                return occupancy;
            }
        }

        return most;
    }

    private static string Problem(SmSpec sm, CtaResources cta, SmOccupancy most) => most.Limit switch
    {
        OccupancyLimit.Registers => cta.RegistersPerThread > sm.RegisterFile.MaxPerThread
            ? $"a thread needs {cta.RegistersPerThread} registers, the chip has {sm.RegisterFile.MaxPerThread} for each"
            : $"a block of {cta.Threads} threads with {cta.RegistersPerThread} registers each needs more than the {sm.RegisterFile.RegistersPerSubCore * sm.SubCores} registers of an SM",
        OccupancyLimit.SharedMemory => $"a block needs {new ByteSize(cta.SharedBytes)} of shared memory, the chip has {sm.SharedMemory.MaxPerCta} for each",
        _ => $"a block has {cta.Threads} threads, the chip allows {Math.Min(sm.MaxThreadsPerCta, sm.MaxThreads)}",
    };
}
