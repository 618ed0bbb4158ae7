namespace AccelSim.Reports;

/// <summary>A measured operator and what became of it.</summary>
public sealed record OperatorResult
{
    /// <summary>Measured and simulated microseconds; <see cref="ValidationRow.Remark"/> says how it was computed, or why it was not.</summary>
    public required ValidationRow Row { get; init; }

    /// <summary>Operator as in the file.</summary>
    public required string Operator { get; init; }

    /// <summary>Operators shown together.</summary>
    public required string Family { get; init; }

    /// <summary>Element type as in the file.</summary>
    public required string Type { get; init; }

    /// <summary>Sizes as in the file.</summary>
    public required string Dims { get; init; }

    /// <summary>The file's note.</summary>
    public required string Note { get; init; }

    /// <summary>True where the host's launch is in the measured time.</summary>
    public required bool IsLaunchInclusive { get; init; }

    /// <summary>What the simulated time may be off by to either side, as a part of it, where a part of the blocks was simulated; null where all were.</summary>
    public double? Bound { get; init; }

    /// <summary>Rows that are judged together; null where the row is not compared.</summary>
    public OperatorGroup? Group { get; init; }
}
