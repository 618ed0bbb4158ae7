namespace AccelSim.Results.Simt;

/// <summary>Cycles that resident warps spent in each state, under the names of Nsight Compute's warp states (without <c>smsp__</c> prefixes); sums over warps.</summary>
public sealed record WarpStates
{
    /// <summary>It issues.</summary>
    public long Selected { get; init; }

    /// <summary>It could issue, another warp does.</summary>
    public long NotSelected { get; init; }

    /// <summary>A result of fixed latency.</summary>
    public long Wait { get; init; }

    /// <summary>Data of global or local memory.</summary>
    public long LongScoreboard { get; init; }

    /// <summary>Data of shared memory, or of a unit of the SM.</summary>
    public long ShortScoreboard { get; init; }

    public long MathPipeThrottle { get; init; }

    public long TensorPipeThrottle { get; init; }

    public long MioThrottle { get; init; }

    public long LgThrottle { get; init; }

    public long Barrier { get; init; }

    public long Membar { get; init; }

    public long BranchResolve { get; init; }

    public long ImcMiss { get; init; }

    /// <summary>Products of a warp group.</summary>
    public long Gmma { get; init; }

    /// <summary>All of them, in a fixed order.</summary>
    public IEnumerable<(string Name, long Cycles)> All() =>
    [
        ("selected", Selected),
        ("not_selected", NotSelected),
        ("wait", Wait),
        ("long_scoreboard", LongScoreboard),
        ("short_scoreboard", ShortScoreboard),
        ("math_pipe_throttle", MathPipeThrottle),
        ("tensor_pipe_throttle", TensorPipeThrottle),
        ("mio_throttle", MioThrottle),
        ("lg_throttle", LgThrottle),
        ("barrier", Barrier),
        ("membar", Membar),
        ("branch_resolve", BranchResolve),
        ("imc_miss", ImcMiss),
        ("gmma", Gmma),
    ];

    /// <summary>Sum of two counts.</summary>
    public WarpStates Plus(WarpStates other) => With(other, 1);

    /// <summary>What was added since an earlier count.</summary>
    public WarpStates Since(WarpStates earlier) => With(earlier, -1);

    private WarpStates With(WarpStates other, int times) => new()
    {
        Selected = Selected + (times * other.Selected),
        NotSelected = NotSelected + (times * other.NotSelected),
        Wait = Wait + (times * other.Wait),
        LongScoreboard = LongScoreboard + (times * other.LongScoreboard),
        ShortScoreboard = ShortScoreboard + (times * other.ShortScoreboard),
        MathPipeThrottle = MathPipeThrottle + (times * other.MathPipeThrottle),
        TensorPipeThrottle = TensorPipeThrottle + (times * other.TensorPipeThrottle),
        MioThrottle = MioThrottle + (times * other.MioThrottle),
        LgThrottle = LgThrottle + (times * other.LgThrottle),
        Barrier = Barrier + (times * other.Barrier),
        Membar = Membar + (times * other.Membar),
        BranchResolve = BranchResolve + (times * other.BranchResolve),
        ImcMiss = ImcMiss + (times * other.ImcMiss),
        Gmma = Gmma + (times * other.Gmma),
    };
}
