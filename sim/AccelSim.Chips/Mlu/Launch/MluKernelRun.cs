using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>One execution of a kernel: when it happened and what its time was spent on.</summary>
public sealed class MluKernelRun
{
    internal MluKernelRun(MluLaunchRequest request, int number, long submitted)
    {
        Request = request;
        Number = number;
        Submitted = submitted;
    }

    /// <summary>What was asked for.</summary>
    public MluLaunchRequest Request { get; }

    /// <summary>Order of submission on the device.</summary>
    public int Number { get; }

    /// <summary>When it was submitted, fs.</summary>
    public long Submitted { get; }

    /// <summary>When the device began to launch it (its queue had nothing earlier), fs.</summary>
    public long Start { get; internal set; }

    /// <summary>When its first task was placed, fs; later than launch costs explain where it waited for free clusters.</summary>
    public long FirstTask { get; internal set; } = -1;

    /// <summary>When the next kernel of its queue could begin, fs.</summary>
    public long End { get; internal set; }

    /// <summary>True once <see cref="End"/> is known.</summary>
    public bool Completed { get; internal set; }

    /// <summary>Time along its critical path, fs by cause; sums to <see cref="End"/> - <see cref="Start"/>. All zero when not recorded.</summary>
    public IReadOnlyList<long> Causes => CauseTimes;

    /// <summary>Called when it has completed; may submit more.</summary>
    public Action<MluKernelRun>? WhenCompleted { get; set; }

    internal long[] CauseTimes { get; } = new long[CauseNames.Count];

    internal long NextTask { get; set; }

    internal int RunningGangs { get; set; }

    internal bool Ready { get; set; }

    internal long ReadyAt { get; set; }

    internal int ReadyNode { get; set; } = CriticalPath.Root;

    internal int LastNode { get; set; } = CriticalPath.Root;

    /// <summary>When its last task ended, fs; draining comes after.</summary>
    public long LastTaskEnd { get; internal set; }
}
