namespace AccelSim.Machine;

/// <summary>What a cache keeps.</summary>
public enum CachedTraffic
{
    /// <summary>Instructions and constants only; data passes by.</summary>
    Instructions,

    /// <summary>Everything.</summary>
    All,
}
