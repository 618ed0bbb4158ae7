namespace AccelSim.Machine;

/// <summary>Files a run writes beside its report; absent ones are not written. Relative to the current directory.</summary>
public sealed record RunOutputs
{
    public string? Json { get; init; }

    public string? Csv { get; init; }

    /// <summary>Timeline in Chrome trace format.</summary>
    public string? Trace { get; init; }

    /// <summary>Report as one HTML file.</summary>
    public string? Html { get; init; }

    /// <summary>The compiled program image.</summary>
    public string? Program { get; init; }
}
