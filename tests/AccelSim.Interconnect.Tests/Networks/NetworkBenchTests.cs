using AccelSim.Machine;

namespace AccelSim.Interconnect.Tests;

/// <summary>The bench of networks against what is known of them by hand.</summary>
public sealed class NetworkBenchTests
{
    private static FabricSpec Mesh => FabricFile.Load(Repository.File("configs", "networks", "mesh8x8.yaml"));

    [Theory]
    [InlineData(FabricMode.Reservation)]
    [InlineData(FabricMode.Flit)]
    public void An_idle_mesh_takes_its_routers_and_the_length_of_a_packet(FabricMode mode)
    {
        var points = Bench(Mesh, mode).Measure("neighbor", TestContext.Current.CancellationToken);
        var idle = points[0];

        // Each router takes four cycles and a link one; two more to enter and leave, and the rest of the packet.
        Assert.Equal((idle.Result.Hops * 5) + 2 + 4, idle.Result.Latency, 0.5);
        Assert.Equal((0, 1), (idle.Load, points[^1].Load));
    }

    [Fact]
    public void Transposition_saturates_a_mesh_at_the_link_that_all_of_a_row_share()
    {
        var saturated = Bench(Mesh, FabricMode.Flit).Measure("transpose", TestContext.Current.CancellationToken)[^1];
        Assert.InRange(saturated.Result.Accepted, 0.85 / 7, 1.02 / 7);
    }

    [Fact]
    public void Latency_grows_with_load_and_is_three_times_that_of_idle_at_most()
    {
        foreach (var pattern in new NetworkBench(Mesh).Possible)
        {
            var points = new NetworkBench(Mesh).Measure(pattern, TestContext.Current.CancellationToken);
            Assert.Equal(12, points.Count);
            Assert.All(points, point => Assert.True(point.Result.Latency <= 3 * points[0].Result.Latency));
            Assert.All(points, point => Assert.InRange(point.Result.Accepted / point.Offered, 0.93, 1.07));
            Assert.All(points, point => Assert.InRange(point.Result.Median, 1, point.Result.Percentile99));
            Assert.True(points[^1].Result.Latency > 1.2 * points[0].Result.Latency, pattern);
        }
    }

    [Fact]
    public void The_same_twice() => Assert.Equal(
        new NetworkBench(Mesh).Measure("uniform", TestContext.Current.CancellationToken), new NetworkBench(Mesh).Measure("uniform", TestContext.Current.CancellationToken));

    [Fact]
    public void A_percentile_beyond_a_thousand_cycles_is_not_clipped()
    {
        // 1152 cycles in reservation mode, saturated.
        var tail = new NetworkBench(Mesh).Measure("transpose", TestContext.Current.CancellationToken)[^1].Result.Percentile99;
        Assert.InRange(tail, 1000, 5000);
    }

    [Fact]
    public void Patterns_that_the_nodes_do_not_allow_and_packets_without_flits_are_refused()
    {
        var odd = Mesh with { Topology = new MeshTopology { Sizes = [3, 2] } };
        Assert.Equal(["uniform", "neighbor", "tornado", "hotspot"], new NetworkBench(odd).Possible);
        Assert.Throws<ArgumentException>(() => new NetworkBench(odd).Measure("transpose", TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => new NetworkBench(odd).Measure("sideways", TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => new NetworkBench(odd, new NetworkBenchOptions { PacketFlits = 0 }));
    }

    [Fact]
    public void Cancellation_ends_it_early()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => new NetworkBench(Mesh).Measure("uniform", cancelled.Token));
    }

    private static NetworkBench Bench(FabricSpec spec, FabricMode mode) => new(spec, new NetworkBenchOptions { Mode = mode });
}
