namespace AccelSim.Machine.Simt;

/// <summary>Who knows that an instruction must wait for a register.</summary>
public enum DependenceTracking
{
    /// <summary>A table of registers with writes on their way, per warp.</summary>
    Scoreboard,

    /// <summary>The compiler: stall counts for fixed latencies, counters to wait on for variable ones (NVIDIA since Maxwell, AMD's wait counts).</summary>
    Compiler,
}
