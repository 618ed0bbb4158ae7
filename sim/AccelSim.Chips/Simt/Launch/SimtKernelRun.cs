using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A kernel on the chip: what it is, and when its parts happened.</summary>
public sealed class SimtKernelRun
{
    internal SimtKernelRun(SimtLaunchRequest request, SimtLaunchState state, SimtCode code, SmOccupancy occupancy, long submitted)
    {
        Request = request;
        State = state;
        Code = code;
        Occupancy = occupancy;
        Submitted = submitted;
        Traced = request.Trace is { } trace ? new TracedBlocks(trace) : null;
    }

    /// <summary>What was asked for.</summary>
    public SimtLaunchRequest Request { get; }

    /// <summary>Blocks that an SM holds at once, and what limits them.</summary>
    public SmOccupancy Occupancy { get; }

    /// <summary>When it arrived at the chip, fs.</summary>
    public long Submitted { get; }

    /// <summary>When its first block was placed, fs.</summary>
    public long FirstBlock { get; internal set; }

    /// <summary>When its last block ended, fs.</summary>
    public long LastBlock { get; internal set; }

    /// <summary>When it was complete, fs.</summary>
    public long End { get; internal set; }

    /// <summary>True once it is.</summary>
    public bool HasEnded { get; internal set; }

    /// <summary>What of it was simulated; null where every block was.</summary>
    public KernelSample? Sample { get; internal set; }

    /// <summary>What it did, where kernels share the chip (<see cref="SimtLaunchRequest.Stream"/>); null elsewhere.</summary>
    public KernelAccount? Account { get; internal init; }

    /// <summary>When what it waits for had ended, fs; 0 where it waits for nothing.</summary>
    public long ReadyAt { get; internal set; }

    /// <summary>Place among the kernels in order of submission.</summary>
    internal int Number { get; init; }

    /// <summary>Place among the kernels in order of their start, from 1; 0 before it.</summary>
    internal long Order { get; set; }

    /// <summary>Kernels it waits for that have not ended.</summary>
    internal int Awaits { get; set; }

    /// <summary>Kernels that wait for it.</summary>
    internal List<SimtKernelRun> Followers { get; } = [];

    /// <summary>True from the moment its blocks may be placed.</summary>
    internal bool Places { get; set; }

    /// <summary>Its blocks on each SM.</summary>
    internal int[] Resident { get; init; } = [];

    /// <summary>Requests sent until its last block ended.</summary>
    internal int Epoch { get; set; }

    internal WaveSampler? Sampler { get; set; }

    internal SimtLaunchState State { get; }

    internal SimtCode Code { get; }

    internal TracedBlocks? Traced { get; }

    internal long NextBlock { get; set; }

    internal long BlocksLeft { get; set; }
}
