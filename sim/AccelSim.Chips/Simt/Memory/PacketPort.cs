using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>A port of the crossbar: packets pass one after the other at its width.</summary>
/// <param name="clock">Its clock.</param>
/// <param name="bytesPerCycle">Its width.</param>
/// <param name="shared">
/// True where it stands for several links side by side (of a cluster, between partitions), which carry several packets in a cycle; a single port
/// takes whole cycles for each.
/// </param>
internal struct PacketPort(Clock clock, long bytesPerCycle, bool shared)
{
    private long _free;

    /// <summary>When the last byte of all packets so far has passed, fs.</summary>
    public readonly long Free => _free;

    /// <summary>A packet that is there at <paramref name="time"/> (fs) passes; returns when its last byte has.</summary>
    public long Pass(long time, int bytes)
    {
        var start = Math.Max(time, _free);
        _free = start + (shared ? clock.Edge(bytes) / bytesPerCycle : clock.Edge((bytes + bytesPerCycle - 1) / bytesPerCycle));
        return _free;
    }
}
