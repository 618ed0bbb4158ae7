namespace AccelSim.Machine;

/// <summary>Where a page walk reads tables from.</summary>
public enum PageWalk
{
    /// <summary>Each read takes the same time and loads nothing.</summary>
    Constant,

    /// <summary>Each read is one of 8 bytes of device memory.</summary>
    Memory,
}
