using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Interconnect;

/// <summary>The links of a system of chips, and the shortest way between any two.</summary>
internal sealed class SystemLinks
{
    private readonly int _chips;
    private readonly List<(int From, int To, Link Link)> _links = [];
    private readonly Route?[,] _routes;
    private readonly Link[] _up;
    private readonly Link[] _down;

    public SystemLinks(SystemSpec system, Clock bytesPerSecond)
    {
        _chips = system.Chips;
        var names = Enumerable.Range(0, _chips).Select(i => FormattableString.Invariant($"chip{i}")).ToList();
        foreach (var (from, to) in Pairs(system.Topology, names))
        {
            foreach (var (source, target) in ((int, int)[])[(from, to), (to, from)])
            {
                // One byte per cycle of a clock as fast as the link: exact at any bandwidth.
                _links.Add((source, target, new Link($"{names[source]} to {names[target]}", bytesPerSecond, 1, system.LinkLatency.Femtoseconds, Cause.NetworkBandwidth)));
            }
        }

        _routes = new Route?[_chips, _chips];
        _up = [.. _links.Where(l => l.To == _chips).OrderBy(l => l.From).Select(l => l.Link)];
        _down = [.. _links.Where(l => l.From == _chips).OrderBy(l => l.To).Select(l => l.Link)];
    }

    /// <summary>Sends a message that is ready at <paramref name="time"/>; returns when its last byte is there, fs.</summary>
    public long Send(in Transfer transfer, long time, long bytes)
    {
        if (transfer.Source == Transfer.Everyone)
        {
            // The switch adds as the bytes come in from all.
            var latest = time;
            foreach (var link in _up)
            {
                latest = Math.Max(latest, link.Reserve(time, bytes) + link.Latency);
            }

            return Arrive(_down[transfer.Destination], latest, bytes);
        }

        if (transfer.Destination == Transfer.Everyone)
        {
            var link = _up[transfer.Source];
            var entered = link.Reserve(time, bytes) + link.Latency;
            return _down.Max(out_ => Arrive(out_, entered, bytes));
        }

        return transfer.Source == transfer.Destination ? time : Between(transfer.Source, transfer.Destination).Send(time, bytes).Tail;
    }

    private static long Arrive(Link link, long time, long bytes) => link.Reserve(time, bytes) + link.Latency + link.Occupancy(bytes);

    private static IEnumerable<(int From, int To)> Pairs(SystemTopology topology, List<string> names)
    {
        var chips = names.Count;
        switch (topology)
        {
            case SwitchedSystem:
                names.Add("switch");
                return Enumerable.Range(0, chips).Select(i => (i, chips));
            case FullyConnectedSystem:
                return from i in Enumerable.Range(0, chips) from j in Enumerable.Range(i + 1, chips - i - 1) select (i, j);
            case RingSystem:
                return Enumerable.Range(0, chips).Select(i => (i, (i + 1) % chips));
            case TorusSystem torus:
                return Torus([.. torus.Sizes], chips);
            case LinkedSystem linked:
                names.AddRange(linked.Hosts);
                return linked.Links.Select(link => (names.IndexOf(link.From), names.IndexOf(link.To)));
            default:
                throw new ArgumentException($"no links for {topology.GetType().Name}", nameof(topology));
        }
    }

    private static IEnumerable<(int From, int To)> Torus(int[] sizes, int chips)
    {
        var stride = 1;
        foreach (var size in sizes)
        {
            for (var i = 0; i < chips && size > 1; i++)
            {
                var at = i / stride % size;
                yield return (i, i + ((((at + 1) % size) - at) * stride));
            }

            stride *= size;
        }
    }

    // Breadth first; among equals the link that was named first.
    private Route Between(int source, int target)
    {
        if (_routes[source, target] is { } known)
        {
            return known;
        }

        var cameBy = new SortedDictionary<int, int> { [source] = -1 };
        var queue = new Queue<int>([source]);
        while (!cameBy.ContainsKey(target))
        {
            var node = queue.Dequeue();
            for (var i = 0; i < _links.Count; i++)
            {
                if (_links[i].From == node && cameBy.TryAdd(_links[i].To, i))
                {
                    queue.Enqueue(_links[i].To);
                }
            }
        }

        var way = new List<Link>();
        for (var node = target; node != source; node = _links[cameBy[node]].From)
        {
            way.Insert(0, _links[cameBy[node]].Link);
        }

        return _routes[source, target] = new Route([.. way]);
    }
}
