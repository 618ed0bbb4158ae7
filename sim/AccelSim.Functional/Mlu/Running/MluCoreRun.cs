using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>What a core of a functional run is doing.</summary>
internal enum MluCoreStatus
{
    Ready,
    AtBarrier,
    AtSemaphore,
    Halted,
}

/// <summary>One core of a gang: its state and what it waits for.</summary>
internal sealed class MluCoreRun
{
    public MluCoreState State { get; } = new();

    public MluCoreStatus Status { get; set; }

    /// <summary>The instruction that it waits at.</summary>
    public int WaitingPc { get; set; }

    public MluBarrierScope Scope { get; set; }

    public int Semaphore { get; set; }

    public void Start(MluTask task, ReadOnlyMemory<long> arguments, MluMemorySizes sizes, MluCoreMemory memory)
    {
        State.Start(task, arguments, sizes, memory);
        Status = MluCoreStatus.Ready;
    }

    public string Describe(MluProgram program)
    {
        var where = Status == MluCoreStatus.Halted ? "" : $" at {program.Describe(WaitingPc)}";
        var what = Status switch
        {
            MluCoreStatus.AtBarrier => $"waits at a barrier for {Participants(Scope)}",
            MluCoreStatus.AtSemaphore => $"waits for semaphore {Semaphore} of cluster {State.Task.ClusterId}",
            MluCoreStatus.Halted => "has ended",
            _ => "can run",
        };
        return $"{State.Task}: {what}{where}";
    }

    private static string Participants(MluBarrierScope scope) => scope switch
    {
        MluBarrierScope.Cluster => "every core of its cluster",
        MluBarrierScope.Ipu => "every compute core of the union",
        MluBarrierScope.Mpu => "every memory core of the union",
        _ => "every core of the union",
    };
}
