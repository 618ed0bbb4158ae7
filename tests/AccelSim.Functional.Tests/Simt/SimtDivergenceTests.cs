using AccelSim.Functional.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>Lanes that part in ways that the random kernels, which are structured, never do.</summary>
public sealed class SimtDivergenceTests
{
    private const int GlobalBytes = 4096;

    private static int[] Run(string body, int threads = 32, int width = 32)
    {
        var memory = new byte[GlobalBytes];
        var launch = new SimtLaunchState(new SimtProgram(SimtRun.Assemble(body)), new(1, 1, 1), new(threads, 1, 1), [], width, GlobalBytes, memory);
        new SimtFunctionalRunner().Launch(launch, TestContext.Current.CancellationToken);
        return [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(memory)];
    }

    [Fact]
    public void Lanes_may_end_on_ways_of_their_own() => Assert.Equal([16, 48], Run("""
            s2r r0, %laneid
            mov.b32 r1, 1
            and.b32 r2, r0, 1
            setp.eq.and.s32 p0, r2, 0, pt
            @p0 bra even
            mov.b32 r1, 3
            red.global.add.u32 [rz + 4], r1
            exit
        even:
            red.global.add.u32 [rz], r1
        """)[..2]);

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public void Lanes_that_wait_in_a_loop_let_those_run_that_they_wait_for(int width) => Assert.Equal([1, width], Run("""
            s2r r0, %laneid
            mov.b32 r2, 1
            bssy b0, join
            setp.ne.and.s32 p0, r0, 0, pt
            @p0 bra set
        spin:
            ld.global.b32 r1, [rz]
            setp.eq.and.s32 p1, r1, 0, pt
            @p1 bra spin
            bra join
        set:
            st.global.b32 [rz], r2
        join:
            bsync b0
            red.global.add.u32 [rz + 4], r2
            exit
        """, threads: width, width: width)[..2]);

    [Fact]
    public void A_lock_goes_from_lane_to_lane_and_warp_to_warp() => Assert.Equal([0, 96 * 2], Run("""
            mov.b32 r4, 1
        again:
            atom.global.cas.b32 r0, [rz], rz, r4
            setp.ne.and.s32 p0, r0, 0, pt
            @p0 bra again
            ld.global.b32 r1, [rz + 4]
            add.s32 r1, r1, 2
            st.global.b32 [rz + 4], r1
            membar.gpu
            atom.global.exch.b32 rz, [rz], rz
        """, threads: 96)[..2]);

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Lanes_that_leave_two_loops_at_once_meet_at_the_outer_end(int width) => Assert.Equal(width * width, Run("""
            s2r r0, %laneid
            mov.b32 r1, 0              ; turns
            bssy b0, out
        outer:
            mov.b32 r2, 4
        inner:
            setp.ge.and.s32 p0, r1, r0, pt
            @p0 bra out
            add.s32 r1, r1, 1
            sub.s32 r2, r2, 1
            setp.gt.and.s32 p1, r2, 0, pt
            @p1 bra inner
            bra outer
        out:
            bsync b0
            vote.ballot r4, pt         ; all are here again
            popc.b32 r4, r4
            popc.b32 r5, r5
            add.s32 r4, r4, r5
            red.global.add.u32 [rz], r4
        """, width, width)[0]);

    [Fact]
    public void Each_warp_knows_where_its_own_lanes_meet() => Assert.Equal(2 * (8 + 24), Run("""
            s2r r0, %laneid
            s2r r1, %warpid
            shl.b32 r2, r1, 4
            add.s32 r2, r2, 8          ; warp 0 parts at lane 8, warp 1 at lane 24
            setp.lt.and.u32 p0, r0, r2, pt
            bssy b0, end
            @!p0 bra end
            vote.ballot r4, pt
            popc.b32 r4, r4
            s2r r5, %lanemask_lt
            setp.eq.and.u32 p1, r5, 0, pt
            @p1 red.global.add.u32 [rz], r4
        end:
            bsync b0
            bar.sync 0, 0
            @p1 red.global.add.u32 [rz], r4
        """, threads: 64)[0]);
}
