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

    /// <summary>Reads the network.</summary>
    [GlobalSetup]
    public void Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AccelSim.sln")))
        {
            folder = folder.Parent;
        }

        _spec = FabricFile.Load(Path.Combine(folder!.FullName, "configs", "networks", "mesh8x8.yaml"));
    }

    /// <summary>Every flit.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public long Flits() => Run(new FlitNetwork(_spec, FixedCoin.Up));

    /// <summary>Packets that reserve.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public long Reservations() => Run(new ReservationNetwork(_spec, FixedCoin.Up));

    private static long Run(IPacketNetwork network)
    {
        var random = new LaggedRandom(1);
        var traffic = TrafficPattern.Uniform(network.Graph.Nodes);
        var offered = 0;
        while (network.FlitsLeft < Packets)
        {
            network.BeginCycle();
            for (var node = 0; node < network.Graph.Nodes && offered < Packets; node++)
            {
                if (network.CanOffer(node) && random.NextFraction() < Load)
                {
                    network.Offer(node, traffic.Destination(node, random), 1, network.Now, 0);
                    offered++;
                }
            }

            network.EndCycle();
        }

        return network.Now;
    }
}
