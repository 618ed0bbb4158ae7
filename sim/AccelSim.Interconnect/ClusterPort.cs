using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>
/// Where a cluster meets the network: one link per direction and, where the directions share wires or a crossbar slot, a third link that
/// both reserve.
/// </summary>
public sealed class ClusterPort
{
    /// <summary>An idle port.</summary>
    /// <param name="name">For reports.</param>
    /// <param name="clock">Clock of the port.</param>
    /// <param name="readBytesPerCycle">Towards the cluster.</param>
    /// <param name="writeBytesPerCycle">From the cluster.</param>
    /// <param name="combinedBytesPerCycle">Both together; 0 for no such limit.</param>
    /// <param name="latency">One way, fs.</param>
    public ClusterPort(string name, Clock clock, long readBytesPerCycle, long writeBytesPerCycle, long combinedBytesPerCycle, long latency)
    {
        Read = new Link($"{name} read", clock, readBytesPerCycle, latency, Cause.PortBandwidth);
        Write = new Link($"{name} write", clock, writeBytesPerCycle, latency, Cause.PortBandwidth);
        Combined = combinedBytesPerCycle == 0 ? null : new Link($"{name} both", clock, combinedBytesPerCycle, 0, Cause.PortBandwidth);
        ReadLinks = Combined is null ? [Read] : [Combined, Read];
        WriteLinks = Combined is null ? [Write] : [Combined, Write];
    }

    /// <summary>Towards the cluster.</summary>
    public Link Read { get; }

    /// <summary>From the cluster.</summary>
    public Link Write { get; }

    /// <summary>Both directions together; null where they are independent.</summary>
    public Link? Combined { get; }

    /// <summary>What data on its way in reserves.</summary>
    public IReadOnlyList<Link> ReadLinks { get; }

    /// <summary>What data on its way out reserves.</summary>
    public IReadOnlyList<Link> WriteLinks { get; }
}
