namespace AccelSim.Chips.Simt;

/// <summary>Memories of an SM that accesses are counted of.</summary>
public enum SmMemory
{
    Registers,
    Shared,
    L1,
}
