using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>Races in shared memory: what must be found, and what must not.</summary>
public class SimtRaceTests
{
    [Fact]
    public void A_missing_barrier_is_named_with_both_instructions_block_warps_and_byte()
    {
        var races = Races(Exchange(barrier: ""), blocks: 2);
        Assert.Equal(["read then write", "write then read"], races.Select(race => race.Hazard));
        var race = races[1];
        Assert.Equal(("k+3 (line 6): st.shared.b32 [r0], r0", "k+4 (line 8): ld.shared.b32 r2, [r1]"), (race.First, race.Second));
        Assert.Equal(("warp 0", "warp 1", (0, 0, 0), 0L, 64L), (race.FirstWarp, race.SecondWarp, race.Block, race.Address, race.Count));
        Assert.Contains("race on byte 0 of shared memory in block (0, 0, 0) (write then read, found ", race.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bar.sync 0, 0")]
    [InlineData("bar.sync 3, 64")]
    public void A_barrier_orders_what_is_before_it_with_what_is_after(string barrier) => Assert.Empty(Races(Exchange(barrier)));

    [Fact]
    public void A_barrier_of_other_warps_orders_nothing() => Assert.NotEmpty(Races($"""
        .shared 512
            {Addresses}
            st.shared.b32 [r0], r0
            setp.lt.and.s32 p0, r0, 128, pt
            @p0 bra own
            bar.sync 2, 32
            bra read
        own:
            bar.sync 1, 32
        read:
            ld.shared.b32 r2, [r1]
            exit
        """));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void One_who_only_arrives_is_ordered_before_those_who_wait_and_not_after_them(bool producerFirst, int races)
    {
        // Warp 0 writes and arrives, warp 1 waits and reads; or warp 1 writes before it waits, and warp 0 reads after it arrived.
        var (before, after) = producerFirst ? ("st.shared.b32 [r3], r0", "ld.shared.b32 r2, [r3]") : ("mov.b32 r2, 0", "mov.b32 r2, 0");
        var (waiter, arriver) = producerFirst ? ("mov.b32 r2, 0", "mov.b32 r2, 0") : ("st.shared.b32 [r3], r0", "ld.shared.b32 r2, [r3]");
        Assert.Equal(races, Races($"""
            .shared 512
                {Addresses}
                and.b32 r3, r0, 127
                setp.lt.and.s32 p0, r0, 128, pt
                @p0 bra first
                {waiter}
                bar.sync 1, 64
                {after}
                exit
            first:
                {before}
                bar.arrive 1, 64
                {arriver}
                exit
            """).Length);
    }

    [Theory]
    [InlineData("atom.shared.add.u32 r2, [r3], r0", 0)]
    [InlineData("st.shared.b32 [r3], r0", 1)]
    [InlineData("ld.shared.b32 r2, [r3]", 0)]
    public void Atomics_and_reads_do_not_race_with_their_like(string access, int races) => Assert.Equal(races, Races($"""
        .shared 512
            {Addresses}
            mov.b32 r3, 16
            {access}
            exit
        """).Length);

    [Fact]
    public void Neighbouring_bytes_of_a_word_are_not_the_same() => Assert.Empty(Races($"""
        .shared 512
            s2r r0, %tid.x
            st.shared.u8 [r0], r0
            exit
        """));

    [Theory]
    [InlineData("cp.async.wait 0\n bar.sync 0, 0", 0)]
    [InlineData("cp.async.wait 1\n bar.sync 0, 0", 2)]
    [InlineData("bar.sync 0, 0\n cp.async.wait 0", 1)]
    public void A_copy_is_over_when_its_group_was_waited_for_before_the_barrier(string wait, int races)
    {
        // The copies of the other warp, or its own too.
        var found = Races($"""
            .param data
            .shared 512
                {Addresses}
                mov.b64 r4, c[data]
                cp.async.b32 [r0], [r4]
                cp.async.commit
                {wait}
                ld.shared.b32 r2, [r0]
                ld.shared.b32 r2, [r1]
                exit
            """);
        Assert.Equal(races, found.Length);
        Assert.All(found, race => Assert.StartsWith("copy of warp", race.FirstWarp, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gemm-mma")]
    [InlineData("gemm-wgmma")]
    [InlineData("reduce-sum")]
    [InlineData("softmax-row")]
    [InlineData("transpose")]
    [InlineData("vecadd")]
    [InlineData("saxpy-f16x2")]
    public void Shipped_programs_have_none(string name)
    {
        var detector = new SimtRaceDetector();
        new ShippedProgram(name).Run(new SimtFunctionalRunner(detector));
        Assert.Empty(detector.Races);
    }

    [Fact]
    public void A_shipped_program_without_one_of_its_barriers_has_some()
    {
        var detector = new SimtRaceDetector();
        new ShippedProgram("transpose", text => text.Replace("bar.sync", "nop ;", StringComparison.Ordinal)).Run(new SimtFunctionalRunner(detector));
        Assert.NotEmpty(detector.Races);
    }

    /// <summary>Without the wait for room, copies meet products; without the wait for data, products meet copies; arriving before the products are awaited frees what they read.</summary>
    [Theory]
    [InlineData("mbarrier.try_wait.parity p1, [empty], t", "mov.b32 r31, 0", "product of warp")]
    [InlineData("mbarrier.try_wait.parity p1, [full], parity", "mov.b32 r31, 0", "bulk copy of warp")]
    [InlineData("    wgmma.wait_group 0\n", "", "product of warp")]
    public void A_pipeline_without_one_of_its_waits_has_some(string wait, string instead, string first)
    {
        var detector = new SimtRaceDetector();
        var program = new ShippedProgram("gemm-wgmma", text =>
        {
            var changed = text.Replace(wait.Replace("\\n", "\n", StringComparison.Ordinal), instead, StringComparison.Ordinal);
            Assert.NotEqual(text, changed);

            // a pipeline out of step may also come to a stop; the sums are awaited at the end, so that only shared memory is at stake
            return changed.Replace("    s2r t, %ctaid.y            ; row 128", "    wgmma.wait_group 0\n    s2r t, %ctaid.y            ; row 128", StringComparison.Ordinal).Replace("@!p1 bra", "@!pt bra", StringComparison.Ordinal);
        });
        Record.Exception(() => program.Run(new SimtFunctionalRunner(detector)));
        Assert.Contains(detector.Races, race => race.FirstWarp.StartsWith(first, StringComparison.Ordinal) || race.SecondWarp.StartsWith(first, StringComparison.Ordinal));
    }

    // r0: the thread's own word, r1: that of its fellow in the other warp.
    private const string Addresses = "s2r r0, %tid.x\n    shl.b32 r0, r0, 2\n    xor.b32 r1, r0, 128";

    private static string Exchange(string barrier) => $"""
        .shared 512
            {Addresses}
            st.shared.b32 [r0], r0
            {barrier}
            ld.shared.b32 r2, [r1]
            exit
        """;

    private static System.Collections.Immutable.ImmutableArray<SimtRace> Races(string body, int blocks = 1)
    {
        var detector = new SimtRaceDetector();
        var kernel = SimtRun.Assemble(body);
        var launch = new SimtLaunchState(new SimtProgram(kernel), new SimtExtent(blocks, 1, 1), new SimtExtent(64, 1, 1), [0UL], 32, 4096, new byte[4096], 0);
        new SimtFunctionalRunner(detector).Launch(launch, TestContext.Current.CancellationToken);
        return detector.Races;
    }
}
