using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Interconnect.Tests;

/// <summary>Small networks of every topology with routers of every kind.</summary>
internal static class AnyFabric
{
    private static readonly Gen<FabricTopology> Topologies = Gen.OneOf(
        from x in Gen.Choose(2, 5) from y in Gen.Choose(1, 4) select (FabricTopology)new MeshTopology { Sizes = [x, y] },
        from x in Gen.Choose(2, 5) from y in Gen.Choose(2, 4) select (FabricTopology)new TorusTopology { Sizes = [x, y] },
        from n in Gen.Choose(2, 9) select (FabricTopology)new RingTopology { Size = n },
        from n in Gen.Choose(2, 9) select (FabricTopology)new CrossbarTopology { Ports = n },
        from r in Gen.Choose(2, 3) from s in Gen.Choose(1, 3) select (FabricTopology)new FlyTopology { Radix = r, Stages = s });

    public static readonly Gen<FabricSpec> Fabrics =
        from topology in Topologies
        from channels in Gen.Choose(2, 5)
        from buffer in Gen.Choose(1, 9)
        from routing in Gen.Choose(0, 2)
        from link in Gen.Choose(1, 3)
        from speculative in Gen.Elements(true, false)
        from iterations in Gen.Choose(1, 2)
        from channelDelay in Gen.Choose(1, speculative ? 1 : 3)
        from switchDelay in Gen.Choose(1, speculative ? 1 : 3)
        select new FabricSpec
        {
            Name = "law",
            Clock = new Frequency(1_000_000_000),
            Topology = topology,
            Router = new RouterSpec
            {
                VirtualChannels = channels,
                BufferFlits = buffer,
                RoutingDelay = new Cycles(routing),
                TraversalDelay = new Cycles(1),
                CreditDelay = new Cycles(link - 1),
                Speculative = speculative,
                AllocatorIterations = iterations,
                ChannelAllocationDelay = new Cycles(channelDelay),
                SwitchAllocationDelay = new Cycles(switchDelay),
            },
            Links = new FabricLinks { FlitWidth = new BytesPerCycle(32), Latency = new Cycles(link), EndpointLatency = new Cycles(1) },
        };
}
