namespace AccelSim.Chips.Mlu;

/// <summary>What a transfer engine must go through to reach one side of a copy.</summary>
public enum MemorySide : byte
{
    /// <summary>Nothing: the value of a fill.</summary>
    None,

    /// <summary>A scratchpad of the core itself.</summary>
    Local,

    /// <summary>Shared memory of a cluster.</summary>
    Shared,

    /// <summary>Device memory, over the network.</summary>
    Device,
}
