namespace AccelSim.Chips.Mlu;

/// <summary>What a core's decode stands still for.</summary>
internal enum CoreWait : byte
{
    /// <summary>Nothing: it runs.</summary>
    None,

    /// <summary>No task.</summary>
    Idle,

    /// <summary>The queue of the next instruction is full.</summary>
    QueueFull,

    /// <summary>Queues must drain (sync, or the end of a blocking instruction).</summary>
    Sync,

    /// <summary>Queues must drain before a barrier, semaphore or halt.</summary>
    Drain,

    /// <summary>Waiting for the global clock to reach the core before a shared action.</summary>
    CatchUp,

    /// <summary>Other cores have not arrived at the barrier.</summary>
    Barrier,

    /// <summary>The semaphore is zero.</summary>
    Semaphore,

    /// <summary>The result register of a queued instruction.</summary>
    Register,
}
