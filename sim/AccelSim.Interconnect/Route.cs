using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>
/// The links a packet passes, in order. Packets cut through: the head moves on after each link's latency, the tail follows at the rate of
/// the narrowest link.
/// </summary>
public sealed class Route
{
    private readonly Link[] _links;

    /// <summary>A route over <paramref name="links"/>; none at all is a wire without limit.</summary>
    public Route(params ReadOnlySpan<Link> links) => _links = links.ToArray();

    /// <summary>The links in order.</summary>
    public ReadOnlySpan<Link> Links => _links;

    /// <summary>Sends a packet whose head is ready at <paramref name="time"/> (fs); reserves every link on the way.</summary>
    public Passage Send(long time, long bytes)
    {
        var head = time;
        var end = time;
        var queued = 0L;
        var latency = 0L;
        var waitedFor = Cause.NetworkLatency;
        var longest = 0L;
        foreach (var link in _links)
        {
            var start = link.Reserve(head, bytes, due: time + latency);
            var wait = start - head;
            queued += wait;
            var spent = wait + link.Occupancy(bytes);
            if (spent > longest)
            {
                longest = spent;
                waitedFor = link.Cause;
            }

            head = start + link.Latency;
            latency += link.Latency;
            end = Math.Max(end + link.Latency, head + link.Occupancy(bytes));
        }

        return new Passage(head, end, queued, latency, waitedFor);
    }
}
