namespace AccelSim.Memory;

/// <summary>Learns when reads have their data.</summary>
public interface IDramSink
{
    /// <summary>The last burst of a read has passed.</summary>
    /// <param name="tag">What the request was given.</param>
    /// <param name="tick">The tick, not before the tick being processed.</param>
    void Done(int tag, long tick);
}
