using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>
/// A one-way connection of a given width that carries one packet at a time, in the order in which packets reserve it. A bus that two
/// directions share is one link that both reserve.
/// </summary>
public sealed class Link
{
    private readonly Clock _clock;
    private readonly long _latency;

    /// <summary>An idle link.</summary>
    /// <param name="name">For reports.</param>
    /// <param name="clock">Clock of the wires.</param>
    /// <param name="bytesPerCycle">Width; more than 0.</param>
    /// <param name="latency">Time of flight of the first byte, fs.</param>
    /// <param name="cause">What time spent waiting for this link is called.</param>
    public Link(string name, Clock clock, long bytesPerCycle, long latency, Cause cause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerCycle, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(latency);
        Ledger = new Ledger(name);
        _clock = clock;
        BytesPerCycle = bytesPerCycle;
        _latency = latency;
        Cause = cause;
    }

    /// <summary>
    /// Its time: carrying data (booked as <see cref="Cause"/>), standing still because an earlier link of the route holds up what it is to
    /// carry, idle. Buffers between links are not limited, so what follows never stops it.
    /// </summary>
    public Ledger Ledger { get; }

    /// <summary>Name for reports.</summary>
    public string Name => Ledger.Unit;

    /// <summary>Width in bytes per cycle.</summary>
    public long BytesPerCycle { get; }

    /// <summary>What waiting for it is called.</summary>
    public Cause Cause { get; }

    /// <summary>Time of flight, fs.</summary>
    public long Latency => _latency;

    /// <summary>When the last reservation ends, fs.</summary>
    public long FreeAt { get; private set; }

    /// <summary>Time it carried data since its account was opened, fs.</summary>
    public long BusyTime => Ledger[Cause];

    /// <summary>Bytes carried.</summary>
    public long BytesCarried { get; private set; }

    /// <summary>How long <paramref name="bytes"/> occupy the link, fs.</summary>
    public long Occupancy(long bytes) => _clock.Edge((bytes + BytesPerCycle - 1) / BytesPerCycle);

    /// <summary>Reserves the link for a packet whose head arrives at <paramref name="arrival"/> (fs); returns when its head enters.</summary>
    public long Reserve(long arrival, long bytes) => Reserve(arrival, bytes, arrival);

    /// <summary>Reserves the link for a packet that other links have held up.</summary>
    /// <param name="arrival">When its head arrives, fs.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="due">When its head would have arrived had no link been taken, fs.</param>
    /// <returns>When its head enters, fs.</returns>
    public long Reserve(long arrival, long bytes, long due)
    {
        var start = Math.Max(arrival, FreeAt);
        FreeAt = start + Occupancy(bytes);
        BytesCarried += bytes;
        Ledger.AdvanceIfLater(due, Cause.Idle);
        Ledger.AdvanceIfLater(start, Cause.InputWait);
        Ledger.AdvanceIfLater(FreeAt, Cause);
        return start;
    }
}
