using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Chips joined by links, and the library that uses them together.</summary>
public sealed record SystemSpec : ICheckedRecord
{
    public required string Name { get; init; }

    /// <summary>One line for people; may be absent.</summary>
    public string Description { get; init; } = "";

    [Bounds(2, 1024)]
    public required int Chips { get; init; }

    public required SystemTopology Topology { get; init; }

    /// <summary>Bytes per second of one link in each direction.</summary>
    public required Bandwidth LinkBandwidth { get; init; }

    /// <summary>One link, one way.</summary>
    public required Duration LinkLatency { get; init; }

    public required ImmutableArray<CollectiveRule> Collectives { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Topology is TorusSystem torus && torus.Sizes.Aggregate(1L, (product, size) => product * size) != Chips)
        {
            report("topology.sizes", $"do not make {Chips} chips");
        }

        for (var i = 0; i < Collectives.Length; i++)
        {
            if (Collectives[i].Algorithm == CollectiveAlgorithm.InSwitch && Topology is not SwitchedSystem { Reduces: true })
            {
                report(FormattableString.Invariant($"collectives[{i}].algorithm"), "needs a switch that reduces");
            }
        }

        if (Topology is LinkedSystem linked)
        {
            CheckLinks(linked, report);
        }
    }

    // Every name is known, and every chip can be reached from the first.
    private void CheckLinks(LinkedSystem linked, Action<string, string> report)
    {
        var nodes = Enumerable.Range(0, Chips).Select(i => FormattableString.Invariant($"chip{i}")).Concat(linked.Hosts).ToList();
        for (var i = 0; i < linked.Links.Length; i++)
        {
            foreach (var (end, name) in ((string, string)[])[("from", linked.Links[i].From), ("to", linked.Links[i].To)])
            {
                if (!nodes.Contains(name))
                {
                    var nearest = Nearest.To(name, nodes);
                    report(FormattableString.Invariant($"topology.links[{i}].{end}"), "is no chip or host" + (nearest is null ? "" : $", did you mean '{nearest}'?"));
                }
            }
        }

        var reached = new SortedSet<string>(StringComparer.Ordinal) { "chip0" };
        while (linked.Links.Any(link => reached.Contains(link.From) != reached.Contains(link.To)))
        {
            foreach (var link in linked.Links.Where(link => reached.Contains(link.From) || reached.Contains(link.To)))
            {
                reached.Add(link.From);
                reached.Add(link.To);
            }
        }

        foreach (var node in nodes.Where(node => !reached.Contains(node)))
        {
            report("topology.links", $"leave {node} without a way to chip0");
        }
    }
}
