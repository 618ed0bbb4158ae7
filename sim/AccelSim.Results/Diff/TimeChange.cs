namespace AccelSim.Results.Diff;

/// <summary>Time of a cause, in both runs.</summary>
/// <param name="Name">The cause.</param>
/// <param name="Before">In the first, s.</param>
/// <param name="After">In the second, s.</param>
public sealed record TimeChange(string Name, double Before, double After)
{
    /// <summary>What was added, s.</summary>
    public double Change => After - Before;
}
