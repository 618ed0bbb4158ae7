using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>A port of the crossbar: packets pass one after the other at its width.</summary>
internal struct PacketPort(Clock clock, long bytesPerCycle)
{
    private long _free;

    /// <summary>A packet that is there at <paramref name="time"/> (fs) passes; returns when its last byte has.</summary>
    public long Pass(long time, int bytes)
    {
        var start = Math.Max(time, _free);
        _free = start + clock.Edge((bytes + bytesPerCycle - 1) / bytesPerCycle);
        return _free;
    }
}
