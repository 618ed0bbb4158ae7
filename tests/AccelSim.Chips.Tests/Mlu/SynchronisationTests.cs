using AccelSim.Engine;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

public class SynchronisationTests
{
    [Fact]
    public void A_barrier_holds_everyone_until_the_last()
    {
        // Task t does t vectors of 256 cycles before the barrier; everyone leaves with the slowest.
        const string Text = """
            .kernel k, union2
            mv.sreg r9, %taskid
            li r4, 8192
            again:
            beq r9, r0, done
            vadd.f32 r0, r0, r0, r4
            sub r9, r9, 1
            jump again
            done:
            barrier.all
            halt
            """;
        var (device, run) = Bench.Run(Text, dimX: 4);
        Assert.InRange(device.Clock.CyclesCeiling(run.LastTaskEnd - run.FirstTask), 3 * 266, (3 * 266) + 200);
        Assert.True(run.Causes[(int)Cause.Barrier] > 0);
    }

    [Fact]
    public void A_barrier_nobody_else_reaches_is_a_deadlock_that_names_core_instruction_and_barrier()
    {
        const string Text = ".kernel stuck, union1\nmv.sreg r1, %coreid\nbne r1, r0, done\nbarrier.cluster\ndone:\nhalt\n";
        var error = Assert.Throws<DeadlockException>(() => Bench.Run(Text, dimX: 2));
        var line = Assert.Single(error.Waiting, text => text.Contains("cluster 0 core 0", StringComparison.Ordinal));
        Assert.Contains("barrier.cluster", line, StringComparison.Ordinal);
        Assert.Contains("stuck+2", line, StringComparison.Ordinal);
        Assert.Contains("1 of 2", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_semaphore_nobody_releases_is_a_deadlock()
    {
        var error = Assert.Throws<DeadlockException>(() => Bench.Run(".kernel k, block\npv.p 3\nhalt\n"));
        Assert.Contains(error.Waiting, line => line.Contains("semaphore 3", StringComparison.Ordinal));
    }

    [Fact]
    public void A_semaphore_lets_one_core_continue_after_the_other()
    {
        const string Text = """
            .kernel k, union1
            mv.sreg r1, %coreid
            bne r1, r0, waiter
            li r4, 8192
            vadd.f32 r0, r0, r0, r4
            pv.v 5
            halt
            waiter:
            pv.p 5
            halt
            """;
        var (device, run) = Bench.Run(Text, dimX: 2);
        Assert.InRange(device.Clock.CyclesCeiling(run.LastTaskEnd - run.FirstTask), 266, 300);
    }

    [Fact]
    public void The_memory_core_takes_part_only_where_the_kernel_says_so()
    {
        const string Text = """
            .kernel k, union1{0}
            mv.sreg r1, %coreid
            li r2, 128
            bne r1, r2, ipu
            li r3, 16384
            memcpy.gdram2sram r0, r0, r3
            ipu:
            barrier.cluster
            halt
            """;
        var (with, _) = Bench.Run(Text.Replace("{0}", ", memcore", StringComparison.Ordinal), dimX: 2);
        var (without, _) = Bench.Run(Text.Replace("{0}", "", StringComparison.Ordinal), dimX: 2);
        Assert.Equal(16384, with.MemoryCoreCounters.DramReadBytes);
        Assert.Equal(0, without.MemoryCoreCounters.DramReadBytes + without.CoreCounters.DramReadBytes);
    }

    [Fact]
    public void An_endless_scalar_loop_can_be_cancelled()
    {
        var device = new Chips.Mlu.MluDevice(Bench.Chip());
        device.Submit(new Chips.Mlu.MluLaunchRequest { Program = Bench.Program(".kernel k, block\nhere:\njump here\n"), TaskType = MluTaskType.Block });
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.Throws<OperationCanceledException>(() => device.Run(source.Token));
    }
}
