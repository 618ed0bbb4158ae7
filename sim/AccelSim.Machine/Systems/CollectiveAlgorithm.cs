namespace AccelSim.Machine;

/// <summary>How a collective is done.</summary>
public enum CollectiveAlgorithm
{
    /// <summary>Shares travel round a ring of the members.</summary>
    Ring,

    /// <summary>Everyone sends to everyone at once.</summary>
    Direct,

    /// <summary>Partners at distances 1, 2, 4... exchange halves.</summary>
    HalvingDoubling,

    /// <summary>Up and down two binary trees, half of the data each.</summary>
    DoubleTree,

    /// <summary>The switch adds what it reads from all members, and copies what it writes to all.</summary>
    InSwitch,
}
