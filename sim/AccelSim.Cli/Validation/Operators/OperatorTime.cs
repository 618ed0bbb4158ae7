namespace AccelSim.Cli;

/// <summary>How long an operator took.</summary>
/// <param name="Femtoseconds">Time on the device as its timer would report it; 0 where there is none.</param>
/// <param name="Words">How it was computed, or why it was not.</param>
internal readonly record struct OperatorTime(long Femtoseconds, string Words)
{
    /// <summary>What the time may be off by to either side, as a part of it, where a part of the blocks was simulated; null where all were.</summary>
    public double? Bound { get; init; }

    /// <summary>The operator has no kernel for the chip.</summary>
    public static OperatorTime Not(string reason) => new(0, reason);
}
