using AccelSim.Chips.Mlu;
using AccelSim.Engine;

namespace AccelSim.Chips.Tests.Mlu;

public class SchedulingTests
{
    private const string Work = "li r4, 8192\nvadd.f32 r0, r0, r0, r4\nvadd.f32 r0, r0, r0, r4\nhalt\n";

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(12, 3)]
    public void Block_tasks_fill_the_cores_in_waves(int tasks, int waves)
    {
        // toy-mlu has 4 cores.
        var (_, one) = Bench.Run($".kernel k, block\n{Work}", dimX: 4);
        var (_, many) = Bench.Run($".kernel k, block\n{Work}", dimX: tasks);
        var wave = one.LastTaskEnd - one.FirstTask;
        Assert.InRange((many.LastTaskEnd - many.FirstTask) / (double)wave, waves - 0.01, (waves * 1.3) + 0.01);
    }

    [Fact]
    public void Kernels_of_one_queue_follow_each_other_and_of_two_queues_run_together()
    {
        var program = Bench.Program($".kernel k, block\n{Work}");
        (MluKernelRun, MluKernelRun) Pair(int secondQueue)
        {
            var device = new MluDevice(Bench.Chip());
            var first = device.Submit(new MluLaunchRequest { Program = program, DimX = 2 });
            var second = device.Submit(new MluLaunchRequest { Program = program, DimX = 2, Queue = secondQueue });
            device.Run(TestContext.Current.CancellationToken);
            return (first, second);
        }

        var (first, second) = Pair(0);
        Assert.Equal(first.End, second.Start);
        (first, second) = Pair(1);
        Assert.Equal(first.End, second.End);
    }

    [Fact]
    public void A_union_of_two_waits_for_both_clusters_and_the_ledger_says_fragmentation()
    {
        var device = new MluDevice(Bench.Chip());
        var blocker = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel a, block\n{Work}") });
        var union = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel b, union2\n{Work}"), DimX = 4, Queue = 1 }, 100);
        device.Run(TestContext.Current.CancellationToken);
        Assert.True(union.FirstTask >= blocker.LastTaskEnd);
        var ledgers = device.SettleLedgers();
        Assert.True(ledgers.Sum(ledger => ledger[Cause.UnionFragmentation]) > 0);
        Assert.True(union.Causes[(int)Cause.UnionFragmentation] > 0);
    }

    [Fact]
    public void Mixing_blocks_and_unions_leaves_a_hole_as_long_as_the_block()
    {
        // The block takes core 0 of cluster 0 from 1 us + 100 cycles on and lasts 2 x 266 cycles and its decode. The union, ready 1 us after it
        // was submitted, needs both clusters: until the block ends, cluster 1 has nothing to do.
        var device = new MluDevice(Bench.Chip());
        var block = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel a, block\n{Work}") });
        var union = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel b, union2\n{Work}"), DimX = 4, Queue = 1 });
        device.Run(TestContext.Current.CancellationToken);
        var ready = device.Clock.Edge(1000);
        Assert.Equal(block.LastTaskEnd + device.Clock.Edge(100 + 200), union.FirstTask);
        var ledgers = device.SettleLedgers();
        foreach (var core in (string[])["cluster 0 core 1", "cluster 1 core 0", "cluster 1 core 1"])
        {
            var ledger = ledgers.Single(ledger => ledger.Unit == $"{core} decode");
            Assert.Equal(block.LastTaskEnd - ready, ledger[Cause.UnionFragmentation]);
        }
    }

    [Fact]
    public void A_waiting_union_takes_nothing_away_from_a_running_task()
    {
        var alone = new MluDevice(Bench.Chip());
        var undisturbed = alone.RunKernel(new MluLaunchRequest { Program = Bench.Program($".kernel a, block\n{Work}") }, TestContext.Current.CancellationToken);
        var device = new MluDevice(Bench.Chip());
        var block = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel a, block\n{Work}") });
        device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel b, union2\n{Work}"), DimX = 4, Queue = 1 });
        device.Run(TestContext.Current.CancellationToken);
        Assert.Equal(undisturbed.LastTaskEnd, block.LastTaskEnd);
    }

    [Theory]
    [InlineData("union1", 2, 1)] // one union on the first cluster
    [InlineData("union1", 4, 1)] // two unions side by side: more clusters are free than one union needs
    [InlineData("union1", 6, 2)] // the third waits
    [InlineData("union2", 8, 2)] // each takes both clusters
    public void Unions_run_side_by_side_as_long_as_clusters_are_free_together(string type, int tasks, int rounds)
    {
        // A task: li, two vectors of 266 cycles, halt waits for them; the first decode cycle is the li. A round adds placement and union: 300.
        var (device, run) = Bench.Run($".kernel k, {type}\n{Work}", dimX: tasks);
        var round = 1 + (2 * 266);
        Assert.Equal(((rounds - 1) * (round + 300)) + round, device.Clock.CyclesCeiling(run.LastTaskEnd - run.FirstTask));
    }

    [Fact]
    public void Kernels_of_a_queue_start_in_order_even_where_a_later_one_would_fit()
    {
        // A union of both clusters waits for a block of another queue; the block behind it in its own queue could run at once, but waits.
        var device = new MluDevice(Bench.Chip());
        var running = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel a, block\n{Work}") });
        var union = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel b, union2\n{Work}"), DimX = 4, Queue = 1 });
        var behind = device.Submit(new MluLaunchRequest { Program = Bench.Program($".kernel c, block\n{Work}"), Queue = 1 });
        device.Run(TestContext.Current.CancellationToken);
        Assert.True(union.FirstTask > running.LastTaskEnd);
        Assert.Equal(union.End, behind.Start);
    }

    [Theory]
    [InlineData(".kernel k, union2", 6, "multiple of the 4")]
    [InlineData(".kernel k, union8", 32, "UNION2 limit")]
    [InlineData(".kernel k, block, memcore", 1, "memory core")]
    public void Launches_that_break_a_rule_are_refused_with_the_rule(string header, int dimX, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => Bench.Run($"{header}\nhalt\n", dimX: dimX));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cold_launch_costs_once_per_kernel()
    {
        var program = Bench.Program(".kernel k, block\nhalt\n");
        var device = new MluDevice(Bench.Chip(), new MluDeviceOptions { Cold = true });
        var first = device.RunKernel(new MluLaunchRequest { Program = program }, TestContext.Current.CancellationToken);
        var second = device.RunKernel(new MluLaunchRequest { Program = program }, TestContext.Current.CancellationToken);
        Assert.Equal(5_000_000_000, first.End - first.Start - (second.End - second.Start));
    }

    [Fact]
    public void A_kernel_on_an_idle_device_takes_the_same_time_whatever_ran_before()
    {
        const string Copy = ".kernel k, block\nmv.sreg r1, %taskid\nmul r1, r1, 65536\nli r3, 65536\nli r4, 60000\nmemcpy.gdram2nram r0, r1, r4\nmemcpy.nram2gdram r1, r0, r4\nhalt\n";
        var device = new MluDevice(Bench.Chip());
        var request = new MluLaunchRequest { Program = Bench.Program(Copy), DimX = 4 };
        var first = device.RunKernel(request, TestContext.Current.CancellationToken);
        var second = device.Submit(request, first.End + 1_237_000_000);
        device.OpenAccounts(device.Simulation.Now);
        var opened = device.Simulation.Now;
        device.Run(TestContext.Current.CancellationToken);
        Assert.Equal(first.End - first.Start, second.End - second.Start);
        Assert.All(device.SettleLedgers(), ledger => Assert.Equal(device.Simulation.Now - opened, ledger.ByCause.ToArray().Sum()));
        Assert.True(device.LaunchesAreIndependent);
    }
}
