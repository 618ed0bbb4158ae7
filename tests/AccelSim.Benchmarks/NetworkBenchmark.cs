using AccelSim.Interconnect;
using AccelSim.Machine;
using BenchmarkDotNet.Attributes;

namespace AccelSim.Benchmarks;

/// <summary>An 8x8 mesh under uniform traffic of one-flit packets at 20 % load; one operation is one packet, about 6.25 flit-hops.</summary>
[MemoryDiagnoser]
public class NetworkBenchmark
{
    private const int Packets = 100_000;
    private const double Load = 0.2;
    private FabricSpec _spec = null!;
    private List<Order> _flits = null!;
    private List<Order> _reservations = null!;

    private readonly record struct Order(long Cycle, int Source, int Destination);

    /// <summary>Reads the network and draws the traffic, which is to be no part of what is measured.</summary>
    [GlobalSetup]
    public void Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AccelSim.sln")))
        {
            folder = folder.Parent;
        }

        _spec = FabricFile.Load(Path.Combine(folder!.FullName, "configs", "networks", "mesh8x8.yaml"));
        _flits = Draw(new FlitNetwork(_spec, FixedCoin.Up));
        _reservations = Draw(new ReservationNetwork(_spec, FixedCoin.Up));
    }

    /// <summary>Every flit.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public long Flits() => Run(new FlitNetwork(_spec, FixedCoin.Up), _flits);

    /// <summary>Packets that reserve.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public long Reservations() => Run(new ReservationNetwork(_spec, FixedCoin.Up), _reservations);

    // Who offers what when, in this mode: a node whose last packet has not entered offers nothing.
    private static List<Order> Draw(IPacketNetwork network)
    {
        var random = new LaggedRandom(1);
        var traffic = TrafficPattern.Uniform(network.Graph.Nodes);
        var orders = new List<Order>();
        for (; orders.Count < Packets; network.EndCycle())
        {
            network.BeginCycle();
            for (var node = 0; node < network.Graph.Nodes && orders.Count < Packets; node++)
            {
                if (network.CanOffer(node) && random.NextFraction() < Load)
                {
                    orders.Add(new Order(network.Now, node, traffic.Destination(node, random)));
                    network.Offer(node, orders[^1].Destination, 1, network.Now, 0);
                }
            }
        }

        return orders;
    }

    private static long Run(IPacketNetwork network, List<Order> orders)
    {
        var next = 0;
        for (; network.FlitsLeft < Packets; network.EndCycle())
        {
            network.BeginCycle();
            for (; next < orders.Count && orders[next].Cycle == network.Now; next++)
            {
                network.Offer(orders[next].Source, orders[next].Destination, 1, network.Now, 0);
            }
        }

        return network.Now;
    }
}
