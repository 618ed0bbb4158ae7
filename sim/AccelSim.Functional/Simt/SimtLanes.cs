namespace AccelSim.Functional.Simt;

/// <summary>Lanes of a warp that have parted from the others.</summary>
/// <param name="Lanes">Which.</param>
/// <param name="Pc">The instruction they are at.</param>
/// <param name="Barrier">Convergence barrier they wait at, or <see cref="Ready"/>.</param>
internal readonly record struct SimtLanes(ulong Lanes, int Pc, int Barrier)
{
    public const int Ready = -1;
}
