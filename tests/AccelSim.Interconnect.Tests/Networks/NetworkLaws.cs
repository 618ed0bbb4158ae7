using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Interconnect.Tests;

public class NetworkLaws
{
    private delegate IPacketNetwork Mode(FabricSpec spec);

    [Fact]
    public void One_packet_takes_the_same_time_in_both_modes() => Law.Holds(
        from fabric in AnyFabric.Fabrics from source in Gen.Choose(0, 99) from target in Gen.Choose(0, 99) select (fabric, source, target), sample =>
        {
            var nodes = (int)sample.fabric.Topology.Nodes;
            var (source, target) = (sample.source % nodes, sample.target % nodes);
            var flits = Alone(new FlitNetwork(sample.fabric, FixedCoin.Up), source, target);
            Assert.Equal(flits, Alone(new ReservationNetwork(sample.fabric, FixedCoin.Up), source, target));

            // Routers passed times their stages and links; entry and exit count two cycles each, one of which is a router's.
            var router = (int)sample.fabric.Router.RoutingDelay.Count + (sample.fabric.Router.Speculative ? 0 : 1) + 2
                + (int)sample.fabric.Router.ChannelAllocationDelay.Count + (int)sample.fabric.Router.SwitchAllocationDelay.Count - 2;
            var link = (int)sample.fabric.Links.Latency.Count;
            Assert.Equal((flits.Hops * (router + link)) + 3 - link, flits.Latency);
        });

    [Fact]
    public void Flits_in_are_flits_out_and_nothing_is_faster_than_alone() => Law.Holds(Loads(), load =>
    {
        foreach (var mode in (Mode[])[spec => new FlitNetwork(spec, FixedCoin.Up), spec => new ReservationNetwork(spec, FixedCoin.Up)])
        {
            var network = mode(load.Fabric);
            var seen = Drive(network, load);
            Assert.Equal(load.Packets.Length, seen.Count);
            Assert.Equal(network.FlitsEntered, network.FlitsLeft);
            Assert.Equal(load.Packets.Sum(p => (long)p.Flits), network.FlitsLeft);
            foreach (var (source, target, flits, latency) in seen)
            {
                Assert.True(latency >= Alone(new FlitNetwork(load.Fabric, FixedCoin.Up), source, target).Latency + flits - 1);
            }
        }
    }, count: 60);

    // BookSim's vc_alloc_delay and sw_alloc_delay: the head pays both at every router, and a channel sends a flit per delay of the switch allocator.
    [Theory]
    [InlineData(1, 1, 7)]
    [InlineData(3, 1, 7)]
    [InlineData(1, 2, 7)]
    [InlineData(2, 3, 5)]
    public void Allocators_that_take_longer_delay_heads_at_every_router_and_flits_once(int channels, int @switch, int flits)
    {
        var spec = FabricFile.Load(Repository.File("configs", "networks", "mesh8x8.yaml"));
        var slow = spec with { Router = spec.Router with { ChannelAllocationDelay = new Cycles(channels), SwitchAllocationDelay = new Cycles(@switch) } };
        foreach (var mode in (Mode[])[fabric => new FlitNetwork(fabric, FixedCoin.Up), fabric => new ReservationNetwork(fabric, FixedCoin.Up)])
        {
            var usual = Drive(mode(spec), new Load(spec, [new Job(0, 63, 1)]))[0].Latency;
            var late = Drive(mode(slow), new Load(slow, [new Job(0, 63, flits)]))[0].Latency;
            Assert.Equal(usual + (15 * (channels + @switch - 2)) + ((flits - 1) * @switch), late);
        }
    }

    [Fact]
    public void Two_runs_are_the_same() => Law.Holds(Loads(), load =>
    {
        Assert.Equal(Drive(new FlitNetwork(load.Fabric, FixedCoin.Up), load), Drive(new FlitNetwork(load.Fabric, FixedCoin.Up), load));
        Assert.Equal(Drive(new ReservationNetwork(load.Fabric, FixedCoin.Up), load), Drive(new ReservationNetwork(load.Fabric, FixedCoin.Up), load));
    }, count: 30);

    [Fact]
    public void Steady_state_allocates_nothing_per_packet()
    {
        var file = BookSimSample.Parse(BookSimSample.Rows[1].Config);
        foreach (var network in (IPacketNetwork[])[new FlitNetwork(file.Fabric(), FixedCoin.Up), new ReservationNetwork(file.Fabric(), FixedCoin.Up)])
        {
            var random = new LaggedRandom(3);
            var traffic = file.Traffic();
            Push(network, traffic, random, 3000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Push(network, traffic, random, 1000);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
        }
    }

    private static void Push(IPacketNetwork network, TrafficPattern traffic, LaggedRandom random, int cycles)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            network.BeginCycle();
            for (var node = 0; node < network.Graph.Nodes; node++)
            {
                if (network.CanOffer(node) && random.NextFraction() < 0.2)
                {
                    network.Offer(node, traffic.Destination(node, random), 1, network.Now, 0);
                }
            }

            network.EndCycle();
        }
    }

    private static Gen<Load> Loads() =>
        from fabric in AnyFabric.Fabrics
        from packets in Gen.NonEmptyListOf(
            from source in Gen.Choose(0, 99) from target in Gen.Choose(0, 99) from flits in Gen.Choose(1, 12) select (source, target, flits))
        let nodes = (int)fabric.Topology.Nodes
        select new Load(fabric, [.. packets.Select(p => new Job(p.source % nodes, p.target % nodes, p.flits))]);

    private static (long Latency, int Hops) Alone(IPacketNetwork network, int source, int target)
    {
        network.BeginCycle();
        network.Offer(source, target, 1, 0, 0);
        for (network.EndCycle(); ; network.EndCycle())
        {
            network.BeginCycle();
            if (network.Delivered.Length > 0)
            {
                return (network.Now, network.Delivered[0].Hops);
            }
        }
    }

    // Offers each packet as soon as its source is free.
    private static List<(int Source, int Target, int Flits, long Latency)> Drive(IPacketNetwork network, Load load)
    {
        var seen = new List<(int, int, int, long)>();
        var next = 0;
        for (; seen.Count < load.Packets.Length; network.EndCycle())
        {
            Assert.True(network.Now < 100_000, "packets are stuck");
            network.BeginCycle();
            foreach (var delivery in network.Delivered)
            {
                seen.Add((delivery.Source, delivery.Destination, delivery.Flits, network.Now - delivery.Created));
            }

            for (; next < load.Packets.Length && network.CanOffer(load.Packets[next].Source); next++)
            {
                var packet = load.Packets[next];
                network.Offer(packet.Source, packet.Target, packet.Flits, network.Now, 0);
            }
        }

        return seen;
    }

    private sealed record Job(int Source, int Target, int Flits);

    private sealed record Load(FabricSpec Fabric, Job[] Packets);
}
