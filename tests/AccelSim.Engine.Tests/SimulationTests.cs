
namespace AccelSim.Engine.Tests;

public class SimulationTests
{
    [Fact]
    public void Two_simulations_in_two_threads_have_the_trace_of_one_alone()
    {
        var alone = RunRing();
        var results = new (ulong, long)[4];
        Parallel.For(0, 4, i => results[i] = RunRing());
        Assert.All(results, result => Assert.Equal(alone, result));
    }

    [Fact]
    public void Unfinished_work_without_events_is_a_deadlock_that_names_who_waits_for_what()
    {
        var simulation = new Simulation();
        _ = new Waiter(simulation, "core 3", "barrier 7 of 4 arrivals, 3 came");
        var error = Assert.Throws<DeadlockException>(() => simulation.Run(TestContext.Current.CancellationToken));
        Assert.Equal("core 3: barrier 7 of 4 arrivals, 3 came", Assert.Single(error.Waiting));
        Assert.Contains("core 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_component_carries_time_and_name()
    {
        var simulation = new Simulation();
        var bad = new Waiter(simulation, "bad", null);
        simulation.Schedule(42, Phase.Execute, bad, 0);
        var error = Assert.Throws<SimulationException>(() => simulation.Run(TestContext.Current.CancellationToken));
        Assert.Equal((42L, "bad"), (error.Time, error.Component));
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void Cancellation_stops_an_endless_run()
    {
        var simulation = new Simulation();
        var node = new Node(simulation, 0, int.MaxValue);
        node.Next = node;
        simulation.Schedule(0, Phase.Execute, node, 1);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        Assert.Throws<OperationCanceledException>(() => simulation.Run(source.Token));
    }

    [Fact]
    public void RunUntil_leaves_later_events_queued()
    {
        var simulation = new Simulation();
        var node = new Node(simulation, 0, 10);
        node.Next = node;
        simulation.Schedule(0, Phase.Execute, node, 1);
        simulation.RunUntil(2_500_000, TestContext.Current.CancellationToken);
        Assert.Equal(3, node.Handled);
        simulation.Run(TestContext.Current.CancellationToken);
        Assert.Equal(10, node.Handled);
    }

    [Fact]
    public void A_sleeping_component_wakes_once_at_the_earliest_request()
    {
        var simulation = new Simulation();
        var sleeper = new Sleeper(simulation);
        sleeper.Ask(500, 300, 400);
        simulation.Run(TestContext.Current.CancellationToken);
        Assert.Equal([300L], sleeper.Woken);
    }

    private static (ulong Hash, long End) RunRing()
    {
        var simulation = new Simulation();
        var nodes = Enumerable.Range(0, 7).Select(i => new Node(simulation, i, 5000)).ToArray();
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i].Next = nodes[(i + 3) % nodes.Length];
            simulation.Schedule(i * 100, Phase.Execute, nodes[i], i);
        }

        simulation.Run(TestContext.Current.CancellationToken);
        return (simulation.TraceHash, simulation.Now);
    }

    private sealed class Node(Simulation simulation, int number, int limit) : Component(simulation, $"node {number}")
    {
        public Node? Next { get; set; }

        public int Handled { get; private set; }

        protected override void Handle(in SimEvent item)
        {
            if (++Handled < limit)
            {
                Simulation.Schedule(Now + 1_000_000 + (item.Tag * 37), Phase.Execute, Next!, (item.Tag * 5) % 101);
            }
        }
    }

    private sealed class Waiter(Simulation simulation, string name, string? reason) : Component(simulation, name)
    {
        public override bool HasUnfinishedWork => reason is not null;

        public override void DescribeWait(ICollection<string> lines) => lines.Add($"{Name}: {reason}");

        protected override void Handle(in SimEvent item) => throw new InvalidOperationException("broken");
    }

    private sealed class Sleeper(Simulation simulation) : Component(simulation, "sleeper")
    {
        public List<long> Woken { get; } = [];

        public void Ask(params long[] times) => Array.ForEach(times, WakeAt);

        protected override void Handle(in SimEvent item) => Assert.Fail("no event was sent");

        protected override void Wake() => Woken.Add(Now);
    }
}
