namespace AccelSim.Machine;

/// <summary>How the controller of a memory channel orders requests.</summary>
public enum DramScheduling
{
    /// <summary>
    /// Requests wait in a transaction queue each for reads and writes, and move, one a tick, into a short queue per bank; bank queues are
    /// served round robin, row hits first, and a row may be closed over waiting hits after a few accesses. Writes move when their queue is
    /// full, or over a threshold with all bank queues empty, and then as many as waited. (DRAMsim3.)
    /// </summary>
    PerBankQueues,

    /// <summary>
    /// The oldest request whose next command is legal goes first; one that opened a row keeps it until it is served. The controller turns
    /// to writing over the high watermark or without reads, and back under the low one with reads. (Ramulator 2.)
    /// </summary>
    ReadyFirst,
}
