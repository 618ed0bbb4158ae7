namespace AccelSim.Chips.Simt;

/// <summary>
/// How kernels of many waves are sampled. A wave is as many blocks as the whole chip holds at once; its time is that from one such number of ended
/// blocks to the next.
/// </summary>
public sealed record SampleRule
{
    /// <summary>The rule of <c>--sample</c>.</summary>
    public static SampleRule Default { get; } = new();

    /// <summary>Waves that are not measured at the begin, while caches fill, and after a jump, while blocks from before it end.</summary>
    public int SettlingWaves { get; init; } = 1;

    /// <summary>Waves that are measured at least before the first jump.</summary>
    public int LeastWaves { get; init; } = 3;

    /// <summary>Waves before the first jump that are looked at, at most.</summary>
    public int MostWaves { get; init; } = 32;

    /// <summary>Waves are steady where the 95 % interval of their mean time is at most so wide to either side, as a part of the mean.</summary>
    public double Tolerance { get; init; } = 0.02;

    /// <summary>Jumps are interrupted by measured waves, once for so many times the waves that were measured before the first.</summary>
    public int JumpPerMeasured { get; init; } = 4;

    /// <summary>Such interruptions of a kernel at most.</summary>
    public int MostProbes { get; init; } = 6;
}
