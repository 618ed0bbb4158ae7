namespace AccelSim.Interconnect;

/// <summary>Deterministic routing: from router, input and destination to an output and to the channels that a packet may use behind it.</summary>
public abstract class FabricRouting
{
    /// <summary>True where the output depends on router and destination alone, and any channel will do.</summary>
    public abstract bool IsFixed { get; }

    /// <summary>The next step of a packet.</summary>
    /// <param name="router">Where it is.</param>
    /// <param name="input">Port by which it came.</param>
    /// <param name="destination">Node it goes to.</param>
    /// <param name="upperHalf">What the last step said; kept while the packet stays in a dimension.</param>
    /// <param name="coin">Asked where both ways are equally short; true takes the way up.</param>
    public abstract RouteStep Route(int router, int input, int destination, bool upperHalf, IRandomBits coin);

    /// <summary>Which channels a copy may use whose destinations, alone, would use these two behind the same output.</summary>
    public virtual ChannelClass Together(int output, ChannelClass one, ChannelClass other) => one;
}
