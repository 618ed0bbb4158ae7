using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

public sealed class MluFunctionalRunnerTests
{
    private static readonly MluMemorySizes Sizes = new(1 << 14, 1 << 14, 1 << 14, 1 << 10, 0);

    private static byte[] Run(string source, MluRunnerOptions? options = null, int bytes = 1 << 14, params long[] arguments)
    {
        var gdram = new byte[bytes];
        var kernel = MluAssembler.Assemble(source).Kernels[0];
        var runner = new MluFunctionalRunner(Sizes, gdram, options);
        runner.Launch(new MluProgram(kernel), kernel.TaskType, kernel.TaskType.IsBlock ? 6 : 8 * kernel.TaskType.Clusters, 2, 1, arguments);
        return gdram;
    }

    private static int[] Words(byte[] memory, int count) => [.. Enumerable.Range(0, count).Select(i => BitConverter.ToInt32(memory, 4 * i))];

    [Fact]
    public void Block_tasks_each_see_their_own_coordinates()
    {
        var memory = Run("""
            .kernel k, block
            .param base
                ld.param r1, base
                mv.sreg r2, %taskid
                shl r3, r2, 2
                add r1, r1, r3
                mv.sreg r4, %clusterdim
                sub r2, r2, r4
                st.gdram.i32 r2, [r1]
            """, arguments: 4);
        Assert.Equal([0, .. Enumerable.Range(0, 12)], Words(memory, 13));
    }

    [Theory]
    [InlineData(MluCoreOrder.Ascending, 0)]
    [InlineData(MluCoreOrder.Descending, 0)]
    [InlineData(MluCoreOrder.Ascending, 1)]
    [InlineData(MluCoreOrder.Descending, 3)]
    public void Cores_of_a_union_exchange_values_through_SRAM_and_a_barrier(MluCoreOrder order, int quantum)
    {
        // every core writes its id to the SRAM of its cluster, and after the barrier reads its neighbour's
        var memory = Run("""
            .kernel k, union2
                mv.sreg r1, %coreid
                mv.sreg r2, %clusterid
                shl r3, r1, 2
                mul r4, r2, 100
                add r4, r4, r1
                st.sram.i32 r4, [r3]
                barrier.cluster
                add r1, r1, 1
                and r1, r1, 3
                shl r3, r1, 2
                ld.sram.i32 r4, [r3]
                mv.sreg r5, %taskid
                shl r5, r5, 2
                st.gdram.i32 r4, [r5]
            """, new MluRunnerOptions { Order = order, Quantum = quantum });
        int[] union = [1, 2, 3, 0, 101, 102, 103, 100];
        Assert.Equal([.. union, .. union, .. union, .. union], Words(memory, 32));
    }

    [Fact]
    public void Memory_cores_feed_their_cluster()
    {
        var memory = Run("""
            .kernel k, union1, memcore
                mv.sreg r1, %coreid
                li r2, 128
                beq r1, r2, feed
                barrier.cluster
                shl r3, r1, 2
                li r4, 4
                memcpy.sram2nram r0, r3, r4
                mv.sreg r5, %taskid
                shl r5, r5, 2
                memcpy.nram2gdram r5, r0, r4
                halt
            feed:
                li r6, 1
                li r7, 4
                fill.sram.i32 r0, r1, r7
                barrier.cluster
            """);
        Assert.All(Words(memory, 16), word => Assert.Equal(128, word));
    }

    [Fact]
    public void Semaphores_order_cores_of_a_cluster()
    {
        // core 0 waits for the other three, which each release the semaphore after an atomic increment
        var memory = Run("""
            .kernel k, union1
                mv.sreg r1, %coreid
                mv.sreg r9, %taskid
                beq r1, r0, wait
                li r2, 1
                li r4, 1
                fill.nram.i32 r0, r2, r4
                mv.sreg r5, %taskidx
                shr r5, r5, 2
                mv.sreg r6, %taskidy
                shl r6, r6, 1
                add r5, r5, r6
                shl r5, r5, 2
                atomic.reduce.add.i32 r5, r0, r4
                pv.v 5
                halt
            wait:
                pv.p 5
                pv.p 5
                pv.p 5
                mv.sreg r5, %taskidx
                shr r5, r5, 2
                mv.sreg r6, %taskidy
                shl r6, r6, 1
                add r5, r5, r6
                shl r5, r5, 2
                ld.gdram.i32 r7, [r5]
                st.gdram.i32 r7, [r5 + 64]
            """);
        Assert.Equal([3, 3, 3, 3], Words(memory, 20)[16..]);
    }

    [Fact]
    public void Memory_that_nobody_wrote_is_poison()
    {
        var memory = Run(".kernel k, block\nli r1, 4\nmemcpy.nram2gdram r0, r1, r1");
        Assert.True(float.IsNaN(BitConverter.ToSingle(memory)));
        Assert.Equal(0, BitConverter.ToInt32(Run(".kernel k, block\nli r1, 4\nmemcpy.nram2gdram r0, r1, r1", new MluRunnerOptions { Poison = null })));
    }

    [Fact]
    public void A_missing_participant_is_a_deadlock_that_names_every_core()
    {
        var problem = Assert.Throws<MluDeadlockException>(() => Run("""
            .kernel lonely, union1, memcore
                mv.sreg r1, %coreid
                li r2, 2
                beq r1, r2, other
                barrier.cluster
                halt
            other:
                pv.p 3
            """));
        Assert.Equal(5, problem.Cores.Length);
        Assert.Contains("core 0 of cluster 0: waits at a barrier for every core of its cluster at lonely+3 (line 5): barrier.cluster", problem.Message, StringComparison.Ordinal);
        Assert.Contains("core 2 of cluster 0: waits for semaphore 3 of cluster 0 at lonely+5", problem.Message, StringComparison.Ordinal);
        Assert.Contains("core memory", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("again: jump again", "has not ended after 1000 instructions")]
    [InlineData("li r1, 16384\nli r2, 1\nmemcpy.gdram2nram r1, r0, r2", "write of Nram bytes 16384 to 16385 is outside its 16384 bytes")]
    [InlineData("li r1, -1\nli r2, 8\nmemcpy.gdram2nram r0, r0, r1", "operand 'bytes' is -1")]
    [InlineData("li r1, 4611686018427387904\nmemcpy.gdram2nram r0, r0, r1", "operand 'bytes' is 4611686018427387904")]
    [InlineData("li r1, 4194304\nli r2, 1\nconv.f32.f32.f32 r0, r0, r0, r1, r1, r1, r2, r2, r2, r2, r1, r2, r2, r0", "multiply to more than 64 bits")]
    [InlineData("li r1, 1\nmaxpool.f32 r0, r0, r1, r1, r1, r1, r1, r0, r1", "operand 'sx' must be at least 1")]
    [InlineData("li r1, 1\nvcadd.f32 r0, r0, r0, r1, r0", "operand 'segment_n' must be at least 1")]
    [InlineData("li r1, 1\nli r2, 1099511627776\nmemcpy2d.gdram2nram r0, r0, r1, r0, r0, r2", "more than one operation can move")]
    [InlineData("li r1, 1\nli r2, 9\nli r3, 4\nmemcpy3d.sram2sram r0, r0, r3, r0, r1, r0, r1, r0, r1, r0, r1, r2", "destination cluster 9")]
    [InlineData("li r1, 9223372036854775807\nld.gdram.i8 r2, [r1]", "outside its 16384 bytes")]
    [InlineData("li r1, 64\nli r2, 1\nli r3, 90000\nst.nram.i64 r3, [r0 + 64]\ngather.gdram r0, r0, r1, r2, r2", "piece 0 at Gdram byte 90000 is outside")]
    [InlineData("li r1, 64\nli r2, 1\nli r3, 7\nst.nram.i8 r3, [r0 + 64]\nunpool.i8 r0, r0, r1, r2, r2, r2, r2, r2, r2, r2", "index 0 is 7, outside a window")]
    [InlineData("barrier.mpu", "a compute core is no participant")]
    [InlineData("pv.p 64", "semaphore 64 does not exist")]
    [InlineData("jr r1\nli r1, 5", "has not ended")]
    [InlineData("li r1, 77\njr r1", "ran past the end")]
    public void Impossible_programs_are_refused_with_a_place(string body, string expected)
    {
        var problem = Assert.Throws<MluExecutionException>(() => Run(".kernel k, block\n" + body, new MluRunnerOptions { MaxInstructions = 1000 }));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains("k+", problem.Location, StringComparison.Ordinal);
        Assert.Contains("task 0,0,0", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".kernel k, union4\nhalt", 8, "must be a multiple of 16")]
    [InlineData(".kernel k, union8\nhalt", 32, "the chip has 4")]
    [InlineData(".kernel k, block\nhalt", 0, "not possible")]
    [InlineData(".kernel k, block, memcore\nhalt", 1, "cannot be launched as BLOCK")]
    public void Impossible_launches_are_refused(string source, int dimX, string expected)
    {
        var kernel = MluAssembler.Assemble(source).Kernels[0];
        var runner = new MluFunctionalRunner(Sizes, [], new MluRunnerOptions { Clusters = 4 });
        var problem = Assert.Throws<MluExecutionException>(() => runner.Launch(new MluProgram(kernel), kernel.TaskType, dimX, 1, 1, default));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_cores_have_no_neuron_memory()
    {
        var problem = Assert.Throws<MluExecutionException>(() => Run("""
            .kernel k, union1, memcore
                mv.sreg r1, %coreid
                li r2, 128
                bne r1, r2, done
                memcpy.gdram2nram r0, r0, r2
            done:
            """));
        Assert.Contains("outside its 0 bytes", problem.Message, StringComparison.Ordinal);
    }
}
