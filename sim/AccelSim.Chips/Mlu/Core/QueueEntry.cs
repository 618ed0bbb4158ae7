using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>An instruction waiting in a queue.</summary>
internal struct QueueEntry
{
    public MluOperation Operation;
    public MluTiming Timing;

    /// <summary>Running number in its queue.</summary>
    public long Number;

    /// <summary>Cycle at which it is decoded and its registers are known.</summary>
    public long Cycle;

    /// <summary>Critical-path node that put it here.</summary>
    public int Node;

    /// <summary>What decode last waited for: the cause of the queue's idleness before this instruction.</summary>
    public Cause Gap;

    /// <summary>The copy engine that carries it; -1 for an instruction of another unit.</summary>
    public int Engine;

    /// <summary>It waited right behind another of the same copy engine.</summary>
    public bool Chained;

    /// <summary>The core waits until it has completed.</summary>
    public bool Blocking;
}
