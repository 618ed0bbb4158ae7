using AccelSim.Engine;
using FsCheck.Fluent;

namespace AccelSim.Interconnect.Tests;

public class RouteTests
{
    private const long Cycle = 1_000_000;
    private static readonly Clock Clock = new(1_000_000_000);

    [Fact]
    public void Unloaded_packet_takes_its_latencies_and_the_narrowest_link()
    {
        var route = new Route(new Link("a", Clock, 64, 3 * Cycle, Cause.PortBandwidth), new Link("b", Clock, 32, 5 * Cycle, Cause.NetworkBandwidth));
        var passage = route.Send(0, 128);
        Assert.Equal((8 * Cycle, (8 + 4) * Cycle, 0L, 8 * Cycle), (passage.Head, passage.Tail, passage.Queued, passage.Latency));
        Assert.Equal(Cause.NetworkBandwidth, passage.Bottleneck);
    }

    [Fact]
    public void Packets_pass_a_shared_link_in_order_of_arrival()
    {
        var shared = new Link("shared", Clock, 32, 0, Cause.NetworkBandwidth);
        var first = new Route(shared).Send(0, 320);
        var second = new Route(shared).Send(2 * Cycle, 32);
        Assert.Equal(10 * Cycle, first.Tail);
        Assert.Equal(11 * Cycle, second.Tail);
        Assert.Equal(8 * Cycle, second.Queued);
    }

    [Fact]
    public void No_link_carries_more_than_its_width_and_nothing_is_lost() => Law.Holds(
        Gen.NonEmptyListOf(from bytes in Gen.Choose(1, 5000) from gap in Gen.Choose(0, 50) select (bytes, gap)), packets =>
        {
            var link = new Link("l", Clock, 32, Cycle, Cause.PortBandwidth);
            var route = new Route(link);
            var now = 0L;
            var tail = 0L;
            foreach (var (bytes, gap) in packets)
            {
                now += gap * Cycle;
                var passage = route.Send(now, bytes);
                Assert.True(passage.Tail >= tail);
                tail = passage.Tail;
            }

            Assert.Equal(packets.Sum(p => (long)p.bytes), link.BytesCarried);
            Assert.True(link.BytesCarried <= 32 * (link.BusyTime / Cycle));
            Assert.True(link.BusyTime <= link.FreeAt);
        });

    [Fact]
    public void A_combined_limit_makes_the_directions_share()
    {
        var port = new ClusterPort("c", Clock, 32, 32, 40, 0);
        var read = new Route([.. port.ReadLinks]);
        var write = new Route([.. port.WriteLinks]);
        var end = 0L;
        for (var i = 0; i < 100; i++)
        {
            end = Math.Max(end, Math.Max(read.Send(0, 320).Tail, write.Send(0, 320).Tail));
        }

        Assert.InRange(64_000.0 / (end / Cycle), 39, 40);
        Assert.Null(new ClusterPort("d", Clock, 32, 32, 0, 0).Combined);
    }

    [Fact]
    public void Crossbar_outputs_do_not_disturb_each_other()
    {
        var crossbar = new Crossbar("x", Clock, 2, 2, 32, Cycle);
        Assert.Equal(11 * Cycle, crossbar.Route(0, 0).Send(0, 320).Tail);
        Assert.Equal(11 * Cycle, crossbar.Route(1, 1).Send(0, 320).Tail);
        Assert.Equal(21 * Cycle, crossbar.Route(1, 0).Send(0, 320).Tail);
    }

    [Fact]
    public void A_die_link_has_two_directions()
    {
        var link = new DieLink("dies", Clock, 32, Cycle);
        Assert.Null(link.From(1, 1));
        Assert.Same(link.Up, link.From(0, 1));
        Assert.Same(link.Down, link.From(1, 0));
    }
}
