using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>The connection between two dies of a package: one link per direction.</summary>
/// <param name="name">For reports.</param>
/// <param name="clock">Clock of the wires.</param>
/// <param name="bytesPerCycle">Each direction.</param>
/// <param name="latency">One way, fs.</param>
public sealed class DieLink(string name, Clock clock, long bytesPerCycle, long latency)
{
    /// <summary>From the lower numbered die to the higher.</summary>
    public Link Up { get; } = new($"{name} up", clock, bytesPerCycle, latency, Cause.NetworkBandwidth);

    /// <summary>From the higher numbered die to the lower.</summary>
    public Link Down { get; } = new($"{name} down", clock, bytesPerCycle, latency, Cause.NetworkBandwidth);

    /// <summary>The link from one die to another; null inside a die.</summary>
    public Link? From(int source, int destination) => source == destination ? null : source < destination ? Up : Down;
}
