using AccelSim.Engine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Interconnect.Tests;

public class RouteArbiterTests
{
    private const long Cycle = 1_000_000;
    private static readonly Clock Clock = new(1_000_000_000);

    /// <summary>Packets in order of arrival, some of them at the same time, too many for the link now and then.</summary>
    private static Gen<Packet[]> Packets(int priorities) => Gen.NonEmptyListOf(
        from gap in Gen.Elements(0, 0, 0, 1, 2, 5, 40)
        from cycles in Gen.Choose(1, 9)
        from priority in Gen.Choose(0, priorities - 1)
        select (gap, cycles, priority)).Select(list =>
        {
            var now = 0;
            return list.Select(p => new Packet(now += p.gap, p.cycles, p.priority)).ToArray();
        });

    private static Gen<int> Bounds => Gen.Elements(0, 1, 2, 5, 1000);

    [Fact]
    public void Packets_start_when_a_link_that_is_looked_at_cycle_by_cycle_lets_them() => Law.Holds(Packets(3).Zip(Bounds), t =>
        Assert.Equal(CycleByCycle(t.Item1, t.Item2), Starts(t.Item1, t.Item2)));

    [Fact]
    public void Of_equal_priority_they_go_as_on_a_link_without_arbiter() => Law.Holds(Packets(3).Zip(Bounds), t =>
    {
        var (packets, bound) = t;
        var equal = packets.Select(packet => packet with { Priority = 4 }).ToArray();
        Assert.Equal(InOrder(packets), Starts(equal, bound));
        Assert.Equal(InOrder(packets), Starts(packets, bound: 0));
    });

    [Fact]
    public void Those_of_the_higher_of_two_priorities_never_start_later_than_in_order_of_arrival() => Law.Holds(Packets(2).Zip(Bounds), t =>
    {
        var (packets, bound) = t;
        var starts = Starts(packets, bound);
        var inOrder = InOrder(packets);
        Assert.All(Enumerable.Range(0, packets.Length).Where(i => packets[i].Priority == 0), i => Assert.True(starts[i] <= inOrder[i]));

        // The link is never idle for it: the last packet ends when it would have.
        Assert.Equal(packets.Zip(inOrder).Max(p => p.First.Cycles + p.Second), packets.Zip(starts).Max(p => p.First.Cycles + p.Second));
    });

    [Fact]
    public void No_more_younger_ones_than_the_bound_pass_one_that_waits() => Law.Holds(Packets(8).Zip(Bounds), t =>
    {
        var (packets, bound) = t;
        var starts = Starts(packets, bound);
        for (var i = 0; i < packets.Length; i++)
        {
            Assert.InRange(Enumerable.Range(i + 1, packets.Length - i - 1).Count(j => starts[j] < starts[i]), 0, bound);
        }
    });

    [Fact]
    public void A_bound_is_reached_where_the_link_is_never_free_of_more_urgent_packets()
    {
        var packets = Enumerable.Range(0, 30).Select(i => new Packet(i, 2, i == 1 ? 7 : 0)).ToArray();
        Assert.Equal(2 * (1 + 6), Starts(packets, 6)[1]);
        Assert.Equal(2 * (1 + 28), Starts(packets, 1000)[1]);
    }

    [Fact]
    public void A_packet_waits_for_every_link_of_its_route_and_holds_up_only_who_needs_them()
    {
        var port = new ClusterPort("c", Clock, 32, 32, 64, 0);
        Route read = new([.. port.ReadLinks]), write = new([.. port.WriteLinks]);
        var bench = new Bench(bound: 1000);

        // Reads of 10 cycles, of which the shared wires need 5: the second read waits for the read link, the write passes it meanwhile.
        var starts = bench.Run([(0, 320, 1, read), (0, 320, 0, read), (1, 320, 7, write)]);
        Assert.Equal([0, 10, 5], starts);
    }

    [Fact]
    public void Who_waits_is_named_when_nothing_happens_any_more()
    {
        var simulation = new Simulation();
        var arbiter = new RouteArbiter(simulation, "port", 3);
        var link = new Link("l", Clock, 1, 0, Cause.PortBandwidth);
        link.Reserve(0, 10);
        arbiter.Ask(new Route(link), 0, new Bench(1), 0);
        Assert.True(arbiter.HasUnfinishedWork);
        var lines = new List<string>();
        arbiter.DescribeWait(lines);
        Assert.Equal(["port: 1 packets wait for links"], lines);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RouteArbiter(simulation, "port", -1));
    }

    private static long[] Starts(Packet[] packets, int bound)
    {
        var route = new Route(new Link("l", Clock, 32, 3 * Cycle, Cause.PortBandwidth));
        return new Bench(bound).Run([.. packets.Select(packet => (packet.Arrival, packet.Cycles * 32, packet.Priority, route))]);
    }

    private static long[] InOrder(Packet[] packets)
    {
        var link = new Link("l", Clock, 32, 3 * Cycle, Cause.PortBandwidth);
        return [.. packets.Select(packet => link.Reserve(packet.Arrival * Cycle, packet.Cycles * 32) / Cycle)];
    }

    /// <summary>The rules in words: on each cycle whoever may go if the link is free, once one more has arrived or no more do.</summary>
    private static long[] CycleByCycle(Packet[] packets, int bound)
    {
        var starts = Enumerable.Repeat(-1L, packets.Length).ToArray();
        var arrived = 0;
        var free = 0L;
        for (var now = 0L; starts.Contains(-1L); now++)
        {
            while (arrived < packets.Length && packets[arrived].Arrival == now)
            {
                arrived++;
                Go(now);
            }

            Go(now);
        }

        return starts;

        void Go(long now)
        {
            var waiting = Enumerable.Range(0, arrived).Where(i => starts[i] < 0).ToList();
            if (free > now || waiting.Count == 0)
            {
                return;
            }

            var next = waiting.OrderBy(i => Passed(i) >= bound ? -1 : packets[i].Priority).ThenBy(i => i).First();
            starts[next] = now;
            free = now + packets[next].Cycles;
        }

        int Passed(int packet) => Enumerable.Range(packet + 1, packets.Length - packet - 1).Count(j => starts[j] >= 0);
    }

    private sealed record Packet(int Arrival, int Cycles, int Priority);

    /// <summary>Sends packets when the arbiter lets them; their starts are cycles.</summary>
    private sealed class Bench : IRouteClient
    {
        private readonly Simulation _simulation = new();
        private readonly RouteArbiter _arbiter;
        private (int Arrival, int Bytes, int Priority, Route Route)[] _packets = [];
        private long[] _starts = [];

        public Bench(int bound) => _arbiter = new RouteArbiter(_simulation, "port", bound);

        public long[] Run((int Arrival, int Bytes, int Priority, Route Route)[] packets)
        {
            _packets = packets;
            _starts = new long[packets.Length];
            _ = new Source(_simulation, this);
            _simulation.Run(TestContext.Current.CancellationToken);
            return _starts;
        }

        public void Granted(int tag)
        {
            _starts[tag] = _simulation.Now / Cycle;
            Assert.Equal(0, _packets[tag].Route.Send(_simulation.Now, _packets[tag].Bytes).Queued);
        }

        private sealed class Source : Component
        {
            private readonly Bench _bench;

            public Source(Simulation simulation, Bench bench)
                : base(simulation, "source")
            {
                _bench = bench;
                for (var i = 0; i < bench._packets.Length; i++)
                {
                    simulation.Schedule(bench._packets[i].Arrival * Cycle, Phase.Execute, this, 0, i);
                }
            }

            protected override void Handle(in SimEvent item)
            {
                var packet = _bench._packets[item.Payload];
                _bench._arbiter.Ask(packet.Route, packet.Priority, _bench, (int)item.Payload);
            }
        }
    }
}
