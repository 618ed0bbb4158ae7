namespace AccelSim.Memory;

/// <summary>What the commands of a memory moved: what costs energy there beside time.</summary>
/// <param name="Activates">Rows opened.</param>
/// <param name="ReadBytes">Bytes over the data buses towards the controllers; reads answered from a write that waited take none.</param>
/// <param name="WrittenBytes">Bytes over the data buses towards the memory; writes replaced while they waited take none.</param>
public readonly record struct DramWork(long Activates, long ReadBytes, long WrittenBytes)
{
    /// <summary>Part by part.</summary>
    public static DramWork operator +(DramWork left, DramWork right) =>
        new(left.Activates + right.Activates, left.ReadBytes + right.ReadBytes, left.WrittenBytes + right.WrittenBytes);
}
