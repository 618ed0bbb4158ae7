namespace AccelSim.Chips.Mlu;

/// <summary>Learns when an access to device memory has ended.</summary>
internal interface IMemoryClient
{
    /// <summary>The access that was given <paramref name="tag"/> has ended, now.</summary>
    void MemoryDone(int tag);
}
