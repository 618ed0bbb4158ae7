namespace AccelSim.Machine;

/// <summary>What the members of a group do together.</summary>
public enum CollectiveOperation
{
    /// <summary>Everyone gets the sum of everyone's data.</summary>
    AllReduce,

    /// <summary>Everyone gets everyone's share.</summary>
    AllGather,

    /// <summary>Everyone gets its share of the sum.</summary>
    ReduceScatter,

    /// <summary>Everyone gets the first member's data.</summary>
    Broadcast,

    /// <summary>Everyone gets its share of everyone's data.</summary>
    AllToAll,
}
