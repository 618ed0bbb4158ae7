using System.Collections.Immutable;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

public sealed class MluRaceDetectorTests
{
    private static readonly MluMemorySizes Sizes = new(1 << 15, 1 << 15, 1 << 15, 1 << 10, 0);

    private static MluRaceDetector Detect(MluKernel kernel, byte[]? gdram = null, int dimX = 0, params long[] arguments)
    {
        var detector = new MluRaceDetector();
        var runner = new MluFunctionalRunner(Sizes, gdram ?? new byte[1 << 17], new MluRunnerOptions { MaxInstructions = 100_000 }, detector);
        runner.Launch(new MluProgram(kernel), kernel.TaskType, dimX != 0 ? dimX : kernel.TaskType.IsBlock ? 4 : 4 * kernel.TaskType.Clusters, 1, 1, arguments);
        return detector;
    }

    private static ImmutableArray<MluRace> Races(string body, string type = "block") => Detect(MluAssembler.Assemble($".kernel k, {type}\n{Common}{body}").Kernels[0]).Races;

    // r1 = 256 bytes, r2 = 64 elements of f32, r3 = 4096, r4 = task number, r5 = 256 * task number
    private const string Common = "li r1, 256\nli r2, 64\nli r3, 4096\nmv.sreg r4, %taskid\nshl r5, r4, 8\n";

    [Theory]
    [InlineData("memcpy.gdram2nram.async r0, r0, r1\nvrelu.f32 r3, r0, r2", "write then read")]
    [InlineData("vrelu.f32 r3, r0, r2\nmemcpy.gdram2nram.async r0, r0, r1", "read then write")]
    [InlineData("memcpy.gdram2nram.async r0, r0, r1\nvrelu.f32 r0, r3, r2", "write then write")]
    [InlineData("vrelu.f32 r0, r3, r2\nsync.io.move\nmemcpy.nram2gdram r5, r0, r1", "write then read")]
    [InlineData("vrelu.f32 r0, r3, r2\nld.nram.f32 r9, [r0 + 252]", "write then read")]
    [InlineData("vrelu.f32 r3, r0, r2\nst.nram.i8 r9, [r0 + 255]", "read then write")]
    [InlineData("memcpy.gdram2nram.async r0, r0, r1\nmemcpy.nram2nram r3, r0, r1", "write then read")]
    [InlineData("memcpy2d.gdram2nram.async r0, r0, r4, r1, r1, r2\nvrelu.f32 r3, r0, r2", "write then read")]
    [InlineData("memcpy.nram2gdram r0, r0, r1", "write then write")]
    [InlineData("st.gdram.i8 r4, [r0 + 7]", "write then write")]
    [InlineData("ld.gdram.i8 r9, [r0]\nli r9, 3\nsub r9, r9, r4\nst.gdram.i8 r4, [r9]", "read then write")]
    [InlineData("li r9, 1\natomic.reduce.add.i32 r0, r0, r9\nld.gdram.i32 r9, [r0]", "atomic then read")]
    [InlineData("st.nram.i64 r0, [r0]\nli r9, 1\nscatter.gdram.async r0, r3, r0, r2, r9", "write then write")]
    public void Unordered_accesses_are_found(string body, string hazard) =>
        Assert.Contains(Races(body), race => race.Hazard == hazard);

    [Theory]
    [InlineData("memcpy.gdram2nram.async r0, r0, r1\nsync.io\nvrelu.f32 r3, r0, r2")]
    [InlineData("memcpy.gdram2nram r0, r0, r1\nvrelu.f32 r3, r0, r2")]
    [InlineData("vrelu.f32 r3, r0, r2\nvrelu.f32 r0, r3, r2\nvadd.f32 r0, r0, r0, r2")]
    [InlineData("memcpy.gdram2nram.async r0, r0, r1\nadd r9, r5, r3\nmemcpy.nram2gdram.async r9, r0, r1\nsync\nvrelu.f32 r0, r0, r2")]
    [InlineData("vrelu.f32 r3, r0, r2\nst.nram.i8 r9, [r0 + 256]")]
    [InlineData("st.gdram.i8 r4, [r4]\nst.gdram.i8 r4, [r4 + 64]")]
    [InlineData("li r9, 1\nli r10, 4\nmemcpy2d.nram2gdram r4, r0, r9, r10, r9, r2")]
    [InlineData("li r9, 1\natomic.reduce.add.i32 r0, r0, r9\natomic.reduce.add.i32 r0, r0, r9")]
    [InlineData("st.nram.i32 r9, [r0]\nvrelu.f32 r3, r0, r2\nsync.compute\nld.nram.i32 r9, [r3]")]
    [InlineData("ld.gdram.i32 r9, [r0]\nld.gdram.i32 r9, [r0]")]
    public void Ordered_or_disjoint_accesses_are_not(string body) => Assert.Empty(Races(body));

    [Fact]
    public void A_race_names_both_instructions_tasks_and_the_byte()
    {
        var race = Assert.Single(Races("memcpy.gdram2nram.async r3, r0, r1\nsync.move\nvrelu.f32 r0, r3, r2"));
        Assert.Equal("k+5 (line 7): memcpy.gdram2nram.async r3, r0, r1", race.First);
        Assert.Equal("k+7 (line 9): vrelu.f32 r0, r3, r2", race.Second);
        Assert.Equal((MluSpace.Nram, 4096L, 4L), (race.Space, race.Address, race.Count));
        Assert.Contains("task 0,0,0", race.ToString(), StringComparison.Ordinal);
        Assert.Contains("not ordered by any sync", race.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("barrier.cluster", 0)]
    [InlineData("nop", 2)]
    [InlineData("sync", 2)]
    public void A_barrier_orders_the_cores_of_a_cluster(string between, int races) =>
        Assert.Equal(races, Races($"""
            mv.sreg r6, %coreid
            shl r7, r6, 8
            memcpy.gdram2sram.async r7, r5, r1
            {between}
            xor r7, r7, 256
            memcpy.sram2nram r0, r7, r1
            """, "union1").Length);

    [Theory]
    [InlineData("pv.v 1", "pv.p 1", 0)]
    [InlineData("pv.v 1", "nop", 1)]
    public void A_semaphore_orders_its_two_sides(string release, string take, int races) =>
        Assert.Equal(races, Races($"""
            mv.sreg r6, %coreid
            beq r6, r0, producer
            li r7, 1
            bne r6, r7, done
            {take}
            memcpy.sram2nram r0, r0, r1
            jump done
            producer:
            memcpy.gdram2sram.async r0, r0, r1
            {release}
            done:
            """, "union1").Length);

    [Fact]
    public void Launches_are_ordered()
    {
        var kernel = MluAssembler.Assemble($".kernel k, block\n{Common}memcpy.nram2gdram.async r5, r0, r1").Kernels[0];
        var detector = new MluRaceDetector();
        var runner = new MluFunctionalRunner(Sizes, new byte[4096], null, detector);
        for (var launch = 0; launch < 3; launch++)
        {
            runner.Launch(new MluProgram(kernel), MluTaskType.Block, 4, 1, 1, default);
        }

        Assert.Empty(detector.Races);
    }

    [Fact]
    public void Only_so_many_races_are_kept_and_all_are_counted()
    {
        var body = string.Join('\n', Enumerable.Range(0, 50).Select(i => $"st.gdram.i8 r4, [r0 + {i}]"));
        var kernel = MluAssembler.Assemble($".kernel k, block\n{Common}{body}").Kernels[0];
        var detector = new MluRaceDetector(limit: 7);
        new MluFunctionalRunner(Sizes, new byte[4096], null, detector).Launch(new MluProgram(kernel), MluTaskType.Block, 3, 1, 1, default);
        Assert.Equal(7, detector.Races.Length);
        Assert.Equal(100, detector.Occurrences);
    }

    [Fact]
    public void Deleting_any_sync_of_a_double_buffered_gemm_is_caught()
    {
        foreach (var kernel in new[] { GemmKernels.DoubleBuffered, GemmKernels.ThroughSram })
        {
            Assert.Empty(Detect(kernel, GemmKernels.Device(), GemmKernels.Tasks(kernel)).Races);
            var syncs = Enumerable.Range(0, kernel.Instructions.Length)
                .Where(pc => kernel.Instructions[pc].Opcode is MluOpcode.Sync or MluOpcode.Barrier).ToArray();
            Assert.True(syncs.Length >= 3);
            foreach (var pc in syncs)
            {
                var without = kernel with { Instructions = kernel.Instructions.SetItem(pc, new MluInstruction { Opcode = MluOpcode.Nop }) };
                try
                {
                    Assert.True(Detect(without, GemmKernels.Device(), GemmKernels.Tasks(kernel)).Races.Length > 0, $"{kernel.Name}: nobody misses {kernel.Instructions[pc]} at line {kernel.Lines[pc]}");
                }
                catch (MluDeadlockException)
                {
                    // a barrier that one side leaves out is caught too
                }
            }
        }
    }

    [Fact]
    public void The_gemm_kernels_compute_the_product()
    {
        foreach (var kernel in new[] { GemmKernels.DoubleBuffered, GemmKernels.ThroughSram })
        {
            var device = GemmKernels.Device();
            Detect(kernel, device, GemmKernels.Tasks(kernel));
            Assert.Equal(GemmKernels.Expected(), GemmKernels.Result(device));
        }
    }

    [Fact]
    public void Long_runs_of_strided_copies_are_found_race_free()
    {
        // a strided load of 100 segments that split granules, a vector operation and a strided store, over and over
        var kernel = MluAssembler.Assemble($"""
            .kernel k, block
                {Common}
                li r10, 2000
                li r11, 100
                li r12, 160
                li r13, 32
            again:
                memcpy2d.gdram2nram.async r0, r0, r13, r13, r12, r11
                sync.io
                vrelu.f32 r3, r0, r2
                sync.compute
                memcpy2d.nram2gdram.async r5, r3, r13, r12, r13, r11
                sync.io
                sub r10, r10, 1
                bne r10, r0, again
            """).Kernels[0];
        var detector = new MluRaceDetector();
        var counts = new MluFunctionalRunner(Sizes, new byte[1 << 17], null, detector).Launch(new MluProgram(kernel), MluTaskType.Block, 1, 1, 1, default);
        Assert.Equal(6_000, counts.Operations);
        Assert.Empty(detector.Races);
    }
}
