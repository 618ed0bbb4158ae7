namespace AccelSim.Functional.Simt;

/// <summary>Why a warp does not run: one more than the barrier it waits at, -1 once it has ended, 0 where it runs.</summary>
internal readonly record struct SimtWarpWait(int Code)
{
    public static SimtWarpWait None => default;

    public static SimtWarpWait Ended => new(-1);

    /// <summary>The barrier it waits at; -1 where it waits at none.</summary>
    public int Barrier => Code > 0 ? Code - 1 : -1;
}
