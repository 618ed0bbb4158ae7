using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Interconnect.Tests;

public class MulticastLaws
{
    private static readonly (string Name, Func<FabricSpec, IPacketNetwork> Make)[] Modes =
    [
        ("flit", spec => new FlitNetwork(spec, FixedCoin.Up)),
        ("reservation", spec => new ReservationNetwork(spec, FixedCoin.Up)),
    ];

    [Fact]
    public void Every_destination_has_its_packet_once_and_no_sooner_than_alone() => Law.Holds(Loads(), load =>
    {
        foreach (var (name, make) in Modes)
        {
            var network = make(load.Fabric);
            var seen = Drive(network, load);
            var expected = load.Packets.SelectMany((p, i) => p.Targets.Select(target => (i, target))).Order();
            Assert.Equal(expected, seen.Select(d => (d.Tag, d.Destination)).Order());
            Assert.Equal(load.Packets.Sum(p => (long)p.Flits), network.FlitsEntered);
            Assert.Equal(load.Packets.Sum(p => (long)p.Flits * p.Targets.Length), network.FlitsLeft);
            Assert.Equal(0, network.PacketsInside);
            foreach (var d in seen)
            {
                var packet = load.Packets[d.Tag];
                Assert.Equal((packet.Source, packet.Flits), (d.Source, d.Flits));
                var alone = Drive(make(load.Fabric), load with { Packets = [packet with { Targets = [d.Destination] }] })[0];
                Assert.True(d.Latency >= alone.Latency, $"{name}: {d.Latency} cycles, {alone.Latency} alone");
                Assert.Equal(alone.Hops, d.Hops);
            }
        }
    }, count: 60);

    [Fact]
    public void Links_carry_every_edge_of_the_tree_once() => Law.Holds(Loads(), load =>
    {
        foreach (var (_, make) in Modes)
        {
            var network = make(load.Fabric);
            Drive(network, load);
            Assert.Equal(load.Packets.Sum(p => (long)p.Flits * Tree(network.Graph, p).Count), network.FlitHops);
        }
    }, count: 60);

    [Fact]
    public void One_destination_is_a_packet_like_any_other_and_routers_that_can_copy_are_no_slower() => Law.Holds(Loads(), load =>
    {
        var single = load with { Packets = [.. load.Packets.Select(p => p with { Targets = p.Targets[..1] })] };
        foreach (var (_, make) in Modes)
        {
            var plain = single with { Fabric = load.Fabric with { Router = load.Fabric.Router with { Multicast = false } }, Plain = true };
            Assert.Equal(Drive(make(plain.Fabric), plain), Drive(make(single.Fabric), single));
            Assert.Equal(Drive(make(load.Fabric), load), Drive(make(load.Fabric), load));
        }
    }, count: 60);

    [Fact]
    public void Copies_of_one_flit_take_the_same_time_in_both_modes() => Law.Holds(Loads(), load =>
    {
        foreach (var packet in load.Packets)
        {
            // Where the switch allocator takes longer, a copy that is refused bids again only then; the reservation mode takes the next free cycle.
            var fabric = load.Fabric with { Router = load.Fabric.Router with { SwitchAllocationDelay = new Cycles(1) } };
            var alone = new Load(fabric, [packet with { Flits = 1 }]);
            var (flits, packets) = (Drive(Modes[0].Make(fabric), alone), Drive(Modes[1].Make(fabric), alone));
            Assert.Equal(flits.OrderBy(d => d.Destination), packets.OrderBy(d => d.Destination));
        }
    }, count: 60);

    // Where both ways round are equally short, a coin decides: once for all destinations, or their ways would meet again.
    [Fact]
    public void A_broadcast_passes_every_router_once_whatever_the_coin_says() => Law.Holds(
        from fabric in AnyFabric.Fabrics from seed in Gen.Choose(1, 1000) select (fabric, seed), sample =>
        {
            var spec = sample.fabric with { Router = sample.fabric.Router with { Multicast = true } };
            foreach (var network in (IPacketNetwork[])[new FlitNetwork(spec, new LaggedRandom(sample.seed)), new ReservationNetwork(spec, new LaggedRandom(sample.seed))])
            {
                int[] all = [.. Enumerable.Range(0, network.Graph.Nodes)];
                Drive(network, new Load(spec, [new Job(sample.seed % all.Length, all, 1)]));
                var routers = spec.Topology is FlyTopology fly ? Enumerable.Range(0, fly.Stages).Sum(stage => (int)Math.Pow(fly.Radix, stage)) : network.Graph.Routers;
                Assert.Equal(routers - 1 + all.Length, network.FlitHops);
            }
        }, count: 60);

    // Only the farthest destination says whether the copy passes the date line.
    [Fact]
    public void A_copy_keeps_to_the_channels_of_its_farthest_destination()
    {
        const int Size = 9;
        var graph = FabricGraph.Of(new RingTopology { Size = Size });
        for (var router = 0; router < Size; router++)
        {
            foreach (var way in (int[])[1, -1])
            {
                RouteStep To(int distance) => graph.Route(router, graph.Ports - 1, (router + (way * distance) + Size) % Size, upperHalf: false, FixedCoin.Up);
                for (var far = 2; far <= Size / 2; far++)
                {
                    for (var near = 1; near < far; near++)
                    {
                        Assert.Equal(To(far).Output, To(near).Output);
                        Assert.Equal(To(far).Channels, graph.Together(To(far).Output, To(near).Channels, To(far).Channels));
                        Assert.Equal(To(far).Channels, graph.Together(To(far).Output, To(far).Channels, To(near).Channels));
                    }
                }
            }
        }
    }

    [Fact]
    public void What_cannot_be_copied_is_refused()
    {
        var spec = FabricFile.Load(Repository.File("configs", "networks", "mesh8x8.yaml"), "router.multicast=true");
        foreach (var (_, make) in Modes)
        {
            var network = make(spec);
            Assert.Throws<ArgumentException>("destinations", () => network.Offer(0, [], 1, 0, 0));
            Assert.Throws<ArgumentException>("destinations", () => network.Offer(0, [1, 2, 1], 1, 0, 0));
            Assert.Throws<ArgumentException>("destinations", () => network.Offer(0, [1, 64], 1, 0, 0));
            Assert.Throws<ArgumentException>("flits", () => network.Offer(0, [1, 2], 9, 0, 0));
            Assert.Throws<InvalidOperationException>(() => make(spec with { Router = spec.Router with { Multicast = false } }).Offer(0, [1, 2], 1, 0, 0));
            network.Offer(0, [1, 2], 8, 0, 0);
            Assert.Equal(1, network.PacketsInside);
        }
    }

    [Fact]
    public void Steady_state_allocates_nothing_per_copy()
    {
        var spec = FabricFile.Load(Repository.File("configs", "networks", "mesh8x8.yaml"), "router.multicast=true");
        foreach (var (_, make) in Modes)
        {
            var network = make(spec);
            Push(network, 3000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Push(network, 1000);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
        }
    }

    private static void Push(IPacketNetwork network, int cycles)
    {
        Span<int> targets = [0, 0, 0];
        for (var cycle = 0; cycle < cycles; cycle++, network.EndCycle())
        {
            network.BeginCycle();
            var node = (int)(network.Now * 7 % 64);
            (targets[0], targets[1], targets[2]) = (node ^ 63, node ^ 21, node ^ 5);
            if (network.CanOffer(node))
            {
                network.Offer(node, targets, 4, network.Now, 0);
            }
        }
    }

    private static HashSet<int> Tree(FabricGraph graph, Job packet)
    {
        var edges = new HashSet<int>();
        foreach (var target in packet.Targets)
        {
            var upper = false;
            for (var input = graph.EntryOf[packet.Source]; input >= 0;)
            {
                var router = input / graph.Ports;
                var step = graph.Route(router, input % graph.Ports, target, upper, FixedCoin.Up);
                upper = step.Channels == ChannelClass.Upper;
                edges.Add((router * graph.Ports) + step.Output);
                input = graph.Next[(router * graph.Ports) + step.Output];
            }
        }

        return edges;
    }

    private static Gen<Load> Loads() =>
        from fabric in AnyFabric.Fabrics
        from packets in Gen.NonEmptyListOf(
            from source in Gen.Choose(0, 99)
            from targets in Gen.NonEmptyListOf(Gen.Choose(0, 99))
            from flits in Gen.Choose(1, 9)
            select (source, targets, flits))
        let nodes = (int)fabric.Topology.Nodes
        select new Load(fabric with { Router = fabric.Router with { Multicast = true } },
            [.. packets.Select(p => new Job(p.source % nodes, [.. p.targets.Select(t => t % nodes).Distinct()], Math.Min(p.flits, fabric.Router.BufferFlits)))]);

    private static List<Seen> Drive(IPacketNetwork network, Load load)
    {
        var seen = new List<Seen>();
        var expected = load.Packets.Sum(p => p.Targets.Length);
        for (var next = 0; seen.Count < expected; network.EndCycle())
        {
            Assert.True(network.Now < 100_000, "packets are stuck");
            network.BeginCycle();
            foreach (var d in network.Delivered)
            {
                seen.Add(new Seen(d.Source, d.Destination, d.Flits, d.Hops, d.Tag, network.Now - d.Created));
            }

            for (; next < load.Packets.Length && network.CanOffer(load.Packets[next].Source); next++)
            {
                var packet = load.Packets[next];
                if (load.Plain)
                {
                    network.Offer(packet.Source, packet.Targets[0], packet.Flits, network.Now, next);
                }
                else
                {
                    network.Offer(packet.Source, packet.Targets, packet.Flits, network.Now, next);
                }
            }
        }

        return seen;
    }

    private readonly record struct Seen(int Source, int Destination, int Flits, int Hops, int Tag, long Latency);

    private sealed record Job(int Source, int[] Targets, int Flits);

    private sealed record Load(FabricSpec Fabric, Job[] Packets, bool Plain = false);
}
