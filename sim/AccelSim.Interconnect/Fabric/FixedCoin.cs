namespace AccelSim.Interconnect;

/// <summary>Always the way up: for routing that never asks, and for comparisons between modes.</summary>
public sealed class FixedCoin : IRandomBits
{
    /// <summary>The coin.</summary>
    public static FixedCoin Up { get; } = new();

    /// <inheritdoc/>
    public bool Toss() => true;
}
