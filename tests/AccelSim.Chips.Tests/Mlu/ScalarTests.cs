namespace AccelSim.Chips.Tests.Mlu;

public class ScalarTests
{
    [Fact]
    public void A_dependent_chain_takes_its_latencies_and_independent_work_does_not()
    {
        var chain = string.Concat(Enumerable.Repeat("fadd.f32 r1, r1, r2\n", 20));
        var parallel = string.Concat(Enumerable.Range(0, 20).Select(i => $"fadd.f32 r{3 + i}, r1, r2\n"));

        // The store waits for the last result; latency 2 against one issue per decode.
        const string End = "st.nram.f32 r1, [r0 + 0]\n";
        Assert.Equal(20, Bench.TaskCycles(chain + End) - Bench.TaskCycles(parallel + End));
    }

    [Fact]
    public void A_load_sees_the_store_before_it_and_the_loop_of_the_NRAM_kernel_takes_thirty_cycles()
    {
        // Public kernel 02 of the lab: load two operands and the accumulator, multiply-add, store: 30.06 cycles per iteration.
        const string Loop = """
            li r1, 0
            li r2, 4096
            li r3, 8192
            li r6, 0
            li r7, {0}
            again:
            ld.nram.f32 r4, [r2 + 0]
            ld.nram.f32 r5, [r3 + 0]
            ld.nram.f32 r8, [r1 + 0]
            ffma.f32 r8, r4, r5, r8
            st.nram.f32 r8, [r1 + 0]
            add r2, r2, 4
            add r3, r3, 4
            add r6, r6, 1
            blt r6, r7, again
            """;
        var chip = Bench.Chip("mlu370-m8");
        var long1000 = Bench.TaskCycles(Loop.Replace("{0}", "600", StringComparison.Ordinal), chip);
        var long500 = Bench.TaskCycles(Loop.Replace("{0}", "100", StringComparison.Ordinal), chip);
        Assert.InRange((long1000 - long500) / 500.0, 24, 32);
    }

    [Fact]
    public void A_taken_branch_costs_its_penalty()
    {
        var straight = Bench.TaskCycles("beq r0, r1, next\nadd r1, r1, 1\nnext:\nadd r1, r1, 1");
        var taken = Bench.TaskCycles("beq r0, r0, next\nadd r1, r1, 1\nnext:\nadd r1, r1, 1");
        Assert.True(straight <= taken + 1 && taken > 2);
    }
}
