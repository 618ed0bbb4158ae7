namespace AccelSim.Cli;

/// <summary>How long an operator took.</summary>
/// <param name="Femtoseconds">Time on the device as its timer would report it; 0 where there is none.</param>
/// <param name="Words">How it was computed, or why it was not.</param>
internal readonly record struct OperatorTime(long Femtoseconds, string Words)
{
    /// <summary>The operator has no kernel for the chip.</summary>
    public static OperatorTime Not(string reason) => new(0, reason);
}
