using AccelSim.Machine;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>What the blocks on an SM take together, of whatever kernels they are.</summary>
internal struct SmShare
{
    private int _blocks;
    private int _warps;
    private long _registers;
    private long _shared;

    /// <summary>True where no block is on the SM, nor on its way.</summary>
    public readonly bool IsEmpty => _blocks == 0;

    /// <summary>
    /// True where one more block of a kernel fits beside those that are there: never more of one kernel than <see cref="SimtOccupancy"/> says, and the
    /// sums within what the SM has. Registers are summed over the SM; shared memory ends at what was cut out when the SM was empty.
    /// </summary>
    public readonly bool Fits(SimtKernelRun run, int own, SmSpec sm, ByteSize carveOut) =>
        own < run.Occupancy.Ctas && (IsEmpty || (
            _blocks < sm.MaxCtas
            && _warps + run.State.WarpsPerBlock <= Math.Min(sm.MaxWarps, sm.MaxThreads / sm.WarpWidth)
            && _registers + Registers(run) <= (long)sm.RegisterFile.RegistersPerSubCore * sm.SubCores
            && _shared + run.Occupancy.SharedPerCta <= carveOut.Bytes));

    /// <summary>A block comes or goes.</summary>
    public void Change(SimtKernelRun run, int blocks)
    {
        _blocks += blocks;
        _warps += blocks * run.State.WarpsPerBlock;
        _registers += blocks * Registers(run);
        _shared += blocks * run.Occupancy.SharedPerCta;
    }

    private static long Registers(SimtKernelRun run) => (long)run.Occupancy.RegistersPerWarp * run.State.WarpsPerBlock;
}
