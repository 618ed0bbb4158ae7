using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>One direction of the host link: one transfer at a time, in the order in which they are asked for.</summary>
/// <param name="bytesPerSecond">Rate.</param>
/// <param name="latency">Begin of a transfer to its first byte, fs.</param>
internal sealed class HostLane(long bytesPerSecond, long latency)
{
    private long _free;

    /// <summary>Carries bytes from <paramref name="time"/> (fs) on; returns when the last is there.</summary>
    public long Carry(long time, long bytes)
    {
        _free = Math.Max(time, _free) + (long)((((Int128)bytes * Clock.FemtosecondsPerSecond) + bytesPerSecond - 1) / bytesPerSecond);
        return _free + latency;
    }
}
