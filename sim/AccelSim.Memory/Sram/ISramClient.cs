namespace AccelSim.Memory;

/// <summary>Learns when an access to a memory with arbitration has ended.</summary>
public interface ISramClient
{
    /// <summary>The access that was given <paramref name="tag"/> has ended, now.</summary>
    /// <param name="tag">What it was given.</param>
    /// <param name="outcome">What it waited for.</param>
    void SramDone(int tag, in SramOutcome outcome);
}
