using AccelSim.Machine;

namespace AccelSim.Interconnect.Tests;

public class ReservationTests
{
    private static readonly FabricSpec Mesh = FabricFile.Load(Repository.File("configs", "networks", "mesh8x8.yaml"));

    [Fact]
    public void Packets_longer_than_the_calendar_arrive_as_in_flit_mode()
    {
        foreach (var flits in (int[])[200, 300, 1000, 5000])
        {
            Assert.Equal(Arrival(new FlitNetwork(Mesh, FixedCoin.Up), flits), Arrival(new ReservationNetwork(Mesh, FixedCoin.Up), flits));
        }
    }

    // Times are kept in 32 bits; their beginning moves every 2^20 cycles.
    [Fact]
    public void Traffic_is_the_same_wherever_in_time_it_happens()
    {
        var early = Trace(idle: 0);
        Assert.Equal(early, Trace(idle: (1 << 20) - 300));
        Assert.Equal(early, Trace(idle: (1 << 20) + 64));
    }

    private static long Arrival(IPacketNetwork network, int flits)
    {
        network.BeginCycle();
        network.Offer(0, 63, flits, 0, 0);
        for (network.EndCycle(); ; network.EndCycle())
        {
            Assert.True(network.Now < 20_000, "the packet is stuck");
            network.BeginCycle();
            if (network.Delivered.Length > 0)
            {
                return network.Now;
            }
        }
    }

    private static List<(long, int, int, long, long)> Trace(int idle)
    {
        var network = new ReservationNetwork(Mesh, FixedCoin.Up);
        var random = new LaggedRandom(5);
        var seen = new List<(long, int, int, long, long)>();
        for (; network.Now < idle; network.EndCycle())
        {
            network.BeginCycle();
        }

        for (; network.Now < idle + 600; network.EndCycle())
        {
            network.BeginCycle();
            foreach (var d in network.Delivered)
            {
                seen.Add((network.Now - idle, d.Source, d.Destination, d.Created - idle, d.Entered - idle));
            }

            for (var node = 0; node < network.Graph.Nodes; node++)
            {
                if (network.CanOffer(node) && random.NextFraction() < 0.1)
                {
                    network.Offer(node, random.UpTo(63), 5, network.Now, 0);
                }
            }
        }

        Assert.True(seen.Count > 2000);
        return seen;
    }
}
