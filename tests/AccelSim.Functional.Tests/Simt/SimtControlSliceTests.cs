using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using FsCheck.Fluent;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>What has to be evaluated so that a run without values takes the same way and makes the same accesses as one with them.</summary>
public sealed class SimtControlSliceTests
{
    [Fact]
    public void A_run_of_the_slice_alone_takes_the_same_way_and_makes_the_same_accesses()
    {
        var (accesses, skipped) = (0, 0);
        Law.Holds(Gen.Choose(0, int.MaxValue), seed =>
        {
            var kernel = new RandomKernel(seed, dataDecides: false);
            var program = new SimtProgram(kernel.Kernel);
            Assert.False(program.Slice.NeedsValues, kernel.ToString());
            var expected = Way(kernel.Launch(program, (byte[])kernel.Memory.Clone()), values: true);
            var actual = Way(kernel.Launch(program, null), values: false);
            if (!expected.AsSpan().SequenceEqual(actual))
            {
                var differs = expected.AsSpan().CommonPrefixLength(actual);
                Assert.Fail($"step {differs}: {expected.ElementAtOrDefault(differs)} with values, {actual.ElementAtOrDefault(differs)} without\n{kernel}");
            }

            accesses += expected.Count(step => step.Accesses != 0);
            skipped += expected.Count(step => !program.Slice.Contains[step.Pc]);
        }, count: 200);
        Assert.True(accesses > 5_000, $"only {accesses} accesses");
        Assert.True(skipped > 10_000, $"only {skipped} instructions were not evaluated");
    }

    [Theory]
    [InlineData("vecadd")]
    [InlineData("saxpy-f16x2")]
    [InlineData("softmax-row")]
    [InlineData("gemm-mma")]
    [InlineData("gemm-wgmma")]
    [InlineData("transpose")]
    [InlineData("reduce-sum")]
    public void Shipped_programs_are_timed_without_values(string name)
    {
        var program = new ShippedProgram(name);
        foreach (var (with, without) in program.Launches(program.Memory).Zip(program.Launches(null)))
        {
            Assert.False(with.Program.Slice.NeedsValues);
            Assert.Equal(Way(with, values: true), Way(without, values: false));
        }
    }

    [Fact]
    public void The_slice_of_the_matrix_product_is_addresses_and_the_loop()
    {
        var launch = new ShippedProgram("gemm-mma").Launches(null).Single();
        SimtUnit[] never = [SimtUnit.Tensor, SimtUnit.LoadStore, SimtUnit.Float32];
        for (var pc = 0; pc < launch.Program.Info.Length; pc++)
        {
            Assert.False(launch.Program.Slice.Contains[pc] && never.Contains(launch.Program.Info[pc].Unit), launch.Program.Describe(pc));
        }
    }

    [Theory]
    [InlineData("an element of a vector", -1, "s2r mad.wide.u32", """
        s2r r0, %tid.x
        mad.wide.u32 r2, r0, 4, rz
        ld.global.b32 r4, [r2]
        add.f32 r4, r4, r4
        setp.lt.and.f32 p0, r4, 0, pt
        @p0 neg.f32 r4, r4
        st.global.b32 [r2], r4
        """)]
    [InlineData("data that guards a store", 2, "s2r mad.wide.u32 ld.global.b32 add.f32 setp.lt.and.f32", """
        s2r r0, %tid.x
        mad.wide.u32 r2, r0, 4, rz
        ld.global.b32 r4, [r2]
        add.f32 r4, r4, r4
        setp.lt.and.f32 p0, r4, 0, pt
        @p0 st.global.b32 [r2], r4
        """)]
    [InlineData("an address from the constant bank", -1, "ld.const.b64", """
        ld.const.b64 r2, [rz]
        ld.global.b32 r4, [r2]
        """)]
    [InlineData("an address through local memory", 1, "mov.b32 ld.local.b64", """
        mov.b32 r0, 0
        ld.local.b64 r2, [r0]
        ld.global.b32 r4, [r2]
        """)]
    [InlineData("a register that holds data once its address was used", -1, "s2r mad.wide.u32 mad.wide.u32", """
        s2r r0, %tid.x
        mad.wide.u32 r2, r0, 4, rz
        ld.global.b32 r2, [r2]
        add.f32 r5, r2, r2
        mad.wide.u32 r2, r0, 4, rz
        st.global.b32 [r2], r5
        """)]
    [InlineData("a loop", -1, "mov.b32 sub.s32 setp.gt.and.s32", """
        mov.b32 r0, 4
        again: sub.s32 r0, r0, 1
        fma.f32 r1, r1, r1, r1
        setp.gt.and.s32 p0, r0, 0, pt
        @p0 bra again
        """)]
    [InlineData("the guard of a group of copies, itself under a guard", -1, "s2r s2r setp.lt.and.u32 setp.lt.and.u32", """
        s2r r0, %tid.x
        s2r r1, %laneid
        setp.lt.and.u32 p1, r0, 9, pt
        @p1 setp.lt.and.u32 p0, r1, 5, pt
        @p0 cp.async.commit
        mov.b32 r2, r0
        """)]
    [InlineData("lanes that read zeros instead, and where a copy goes", -1, "s2r shl.b32 setp.lt.and.u32", """
        s2r r0, %tid.x
        shl.b32 r1, r0, 2
        setp.lt.and.u32 p0, r0, 5, pt
        cp.async.zfill.b32 [r1], [rz], p0
        popc.b32 r4, r0
        """)]
    [InlineData("an address by way of other lanes", -1, "s2r shfl.up vote.any sel.b64", """
        s2r r4, %tid.x
        shfl.up r2, r4, 1
        vote.any p0, p1
        sel.b64 r2, r2, 8, p0
        ld.global.b32 r5, [r2]
        mul.f32 r6, r5, r5
        """)]
    public void A_slice_is_what_one_marks_by_hand(string about, int firstLoad, string expected, string body)
    {
        var program = new SimtProgram(SimtRun.Assemble(body));
        var marked = Enumerable.Range(0, program.Info.Length).Where(pc => program.Slice.Contains[pc]).Select(pc => program.Instructions[pc])
            .Select(i => SimtInstructionSet.Get(i.Opcode).Mnemonic(i.Mode));
        Assert.True(expected == string.Join(' ', marked), $"{about}: {string.Join(' ', marked)}");
        Assert.Equal((firstLoad, firstLoad >= 0), (program.Slice.FirstLoad, program.Slice.NeedsValues));
    }

    /// <summary>What the timing model may see of a step; lanes are promised where something outside the warp, or its way, depends on them.</summary>
    private readonly record struct Step(long Block, int Warp, int Pc, SimtStep Kind, ulong Active, ulong Lanes, ulong Accesses);

    private static Step[] Way(SimtLaunchState launch, bool values)
    {
        var steps = new List<Step>();
        new SimtRun
        {
            Observe = (block, warp, step, access) =>
            {
                var info = launch.Program.Info[access.Pc];
                var promised = info.LaneBytes > 0 || info.Unit == SimtUnit.Control || info.Timing == SimtTiming.AsyncGroup;
                var hash = 0UL;
                for (var lane = 0; lane < warp.Width && step == SimtStep.Access; lane++)
                {
                    hash = (access.Reading >> lane & 1) != 0 ? Mix(hash, access.Addresses[lane], lane) : hash;
                    hash = info.Timing == SimtTiming.AsyncCopy && (access.Lanes >> lane & 1) != 0 ? Mix(hash, access.Destination[lane], lane) : hash;
                }

                steps.Add(new Step(block, warp.Number, access.Pc, step, warp.Active, promised ? access.Lanes : 0, hash));
            },
        }.Launch(launch, values);
        return [.. steps];
    }

    private static ulong Mix(ulong hash, long address, int lane) => (hash ^ ((ulong)address << 8) ^ (ulong)(lane + 1)) * 0x9e3779b97f4a7c15;
}
