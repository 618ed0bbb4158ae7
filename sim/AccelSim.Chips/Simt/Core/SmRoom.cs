using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>From a cycle on, bytes of an SM's buffer of requests are free again.</summary>
internal readonly struct SmRoom(long cycle, int bytes) : IPrecedes<SmRoom>
{
    public long Cycle { get; } = cycle;

    public int Bytes { get; } = bytes;

    public bool Precedes(in SmRoom other) => Cycle < other.Cycle;
}
