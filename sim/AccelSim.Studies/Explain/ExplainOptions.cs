namespace AccelSim.Studies.Explain;

/// <summary>What of an explanation is wanted.</summary>
public sealed record ExplainOptions
{
    /// <summary>Speedup to be reached; null for none.</summary>
    public double? Target { get; init; }

    /// <summary>Only numbers whose path begins so; empty for all.</summary>
    public string Under { get; init; } = "";

    /// <summary>Of so many numbers that matter most the limits are looked for.</summary>
    public int Limits { get; init; } = 5;

    /// <summary>Simulations at once.</summary>
    public int Workers { get; init; } = 1;
}
