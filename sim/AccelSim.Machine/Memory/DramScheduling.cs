namespace AccelSim.Machine;

/// <summary>How the controller of a memory channel orders requests.</summary>
public enum DramScheduling
{
    /// <summary>The oldest request whose next command is legal goes first; bus turns by the watermarks of the write queue (as Ramulator 2).</summary>
    ReadyFirst,

    /// <summary>A short queue per bank, served round robin; writes go out in whole batches (as DRAMsim3).</summary>
    PerBankQueues,
}
