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

    // The last of these packets would leave beyond what the calendar holds: they wait and ask again, and those that must not wait make it longer.
    // The node takes a flit every cycle all the same.
    [Theory]
    [InlineData(20)]
    [InlineData(120)]
    public void Packets_that_queue_for_longer_than_the_calendar_holds_lose_no_cycle(int flits)
    {
        var network = new ReservationNetwork(FabricFile.Load(Repository.File("configs", "networks", "crossbar32.yaml")), FixedCoin.Up);
        var (offered, received, first) = (0, 0, 0L);
        for (; received < 32 * 6; network.EndCycle())
        {
            Assert.True(network.Now < 40_000, "packets are stuck");
            network.BeginCycle();
            first = received == 0 ? network.Now : first;
            received += network.Delivered.Length;
            for (var node = 0; node < 32 && offered < 32 * 6; node++)
            {
                if (network.CanOffer(node))
                {
                    network.Offer(node, 7, flits, network.Now, 0);
                    offered++;
                }
            }
        }

        Assert.Equal(((32 * 6) - 1) * flits, network.Now - 1 - first);
    }

    [Fact]
    public void A_node_that_is_not_there_is_refused()
    {
        var network = new ReservationNetwork(Mesh, FixedCoin.Up);
        Assert.Throws<ArgumentOutOfRangeException>("destination", () => network.Offer(0, 64, 1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("destination", () => network.Offer(0, -1, 1, 0, 0));
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
