namespace AccelSim.Machine;

/// <summary>Values from a first to a last, which is among them where a step meets it; all in the unit of the first.</summary>
public sealed record StudyRange
{
    /// <summary>First value, <c>512 KiB</c>.</summary>
    public required string From { get; init; }

    /// <summary>None is beyond this.</summary>
    public required string To { get; init; }

    /// <summary>From value to value of a range.</summary>
    public string? Step { get; init; }

    /// <summary>From value to value of a logarithmic range, a plain number.</summary>
    public string? Factor { get; init; }
}
