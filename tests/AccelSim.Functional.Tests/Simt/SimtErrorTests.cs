using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>What a person reads when a kernel does what no machine would do right.</summary>
public sealed class SimtErrorTests
{
    private const int GlobalBytes = 4096;

    private static string Error(string body, int threads = 32, int width = 32, int grid = 1) => Error(SimtRun.Assemble(body), threads, width, grid);

    private static string Error(SimtKernel kernel, int threads = 32, int width = 32, int grid = 1)
    {
        var launch = new SimtLaunchState(new SimtProgram(kernel), new(grid, 1, 1), new(threads, 1, 1), [], width, GlobalBytes, new byte[GlobalBytes])
        {
            BufferAt = address => address is >= 0 and < 8192 ? "weights" : null,
        };
        return Assert.Throws<SimtExecutionException>(() => new SimtFunctionalRunner().Launch(launch, TestContext.Current.CancellationToken)).Message;
    }

    [Fact]
    public void An_access_outside_global_memory_names_address_buffer_lanes_instruction_block_and_warp() => Assert.Equal(
        "4 bytes of global memory at 0x1000 (near buffer 'weights') would lie outside its 4096 bytes; lanes 0xffff0000 of 0xffffffff, first lane 16 at k+4 (line 6): @p0 ld.global.b32 r0, [r2 + 3968] (block (0, 0, 0), warp 1)",
        Error("""
            s2r r0, %laneid
            mul.wide.u32 r2, r0, 8
            s2r r1, %warpid
            setp.eq.and.s32 p0, r1, 1, pt
            @p0 ld.global.b32 r0, [r2 + 3968]
            """, threads: 64));

    [Theory]
    [InlineData("ld.global.b64 r2, [rz + 4]", "global address 0x4 (near buffer 'weights') is misaligned: 8 bytes need a multiple of 8; lanes 0xffffffff of 0xffffffff, first lane 0")]
    [InlineData("mov.b64 r2, -8\nst.global.b32 [r2], r0", "4 bytes of global memory at 0xfffffffffffffff8 would lie outside its 4096 bytes; lanes 0xffffffff")]
    [InlineData("st.shared.b128 [rz + 40], r4", "shared address 0x28 is misaligned: 16 bytes need a multiple of 16")]
    [InlineData("ld.shared.u8 r1, [rz + 64]", "1 byte of shared memory at 0x40 would lie outside its 64 bytes")]
    [InlineData("ld.local.u16 r1, [rz + 7]", "2 bytes of local memory at 0x7 would lie outside its 8 bytes")]
    [InlineData("st.local.b32 [rz + 2], r1", "local address 0x2 is misaligned: 4 bytes need a multiple of 4")]
    [InlineData("ld.const.b32 r1, [rz + 400]", "4 bytes of constant memory at 0x190 would lie outside its 0 bytes")]
    [InlineData("atom.global.add.u32 r0, [rz + 4096], r1", "4 bytes of global memory at 0x1000 (near buffer 'weights') would lie outside its 4096 bytes")]
    [InlineData("atom.shared.add.u32 r0, [rz + 2], r1", "shared address 0x2 is misaligned")]
    [InlineData("mov.b32 r0, 60\ncp.async.b64 [r0], [rz]", "8 bytes of shared memory at 0x3c would lie outside its 64 bytes")]
    [InlineData("cp.async.b64 [rz], [rz + 4092]", "8 bytes of global memory at 0xffc (near buffer 'weights') would lie outside its 4096 bytes")]
    [InlineData("mov.b32 r0, 8\nldmatrix.x4 r4, [r0]", "shared address 0x8 is misaligned: 16 bytes need a multiple of 16; lanes 0xffffffff of 0xffffffff")]
    public void An_illegal_access_says_what_is_wrong(string body, string expected)
    {
        var error = Error(".shared 64\n.local 8\n" + body);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        var last = body.Split('\n').Length - 1;
        Assert.Contains(FormattableString.Invariant($" at k+{last} (line {last + 4}): "), error, StringComparison.Ordinal);
        Assert.EndsWith("(block (0, 0, 0), warp 0)", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_names_the_block_it_happened_in() => Assert.EndsWith(
        "lanes 0x1 of 0x1, first lane 0 at k+2 (line 4): ld.global.b32 r4, [r2] (block (2, 0, 0), warp 0)",
        Error("s2r r0, %ctaid.x\nmul.wide.u32 r2, r0, 2048\nld.global.b32 r4, [r2]", threads: 1, grid: 3), StringComparison.Ordinal);

    [Fact]
    public void A_barrier_that_lanes_reach_apart_is_an_error() => Assert.Equal(
        "a barrier of the block in only some lanes of the warp (0xffff of 0xffffffff): all must be together there at k+4 (line 6): bar.sync 0, 0 (block (0, 0, 0), warp 0)",
        Error("""
            s2r r0, %laneid
            setp.ge.and.s32 p0, r0, 16, pt
            bssy b0, end
            @p0 bra end
            bar.sync 0, 0
            end: bsync b0
            """));

    [Fact]
    public void A_barrier_that_other_warps_never_reach_is_an_error() => Assert.Equal(
        "2 warps wait at barriers that the others never reach: warp 0 at barrier 1, warp 2 at barrier 2 at k+4 (line 6): @p1 bar.sync 1, 64 (block (0, 0, 0), warp 0)",
        Error("""
            s2r r0, %warpid
            setp.eq.and.s32 p0, r0, 1, pt
            setp.eq.and.s32 p1, r0, 0, pt
            @p0 exit
            @p1 bar.sync 1, 64
            bar.sync 2, 64
            """, threads: 96));

    [Fact]
    public void Warps_that_have_ended_are_not_waited_for()
    {
        var kernel = SimtRun.Assemble("s2r r0, %warpid\nsetp.eq.and.s32 p0, r0, 0, pt\n@p0 exit\nbar.sync 0, 0\nred.global.add.u32 [rz], r0");
        var memory = new byte[GlobalBytes];
        new SimtFunctionalRunner().Launch(new SimtLaunchState(new SimtProgram(kernel), new(1, 1, 1), new(96, 1, 1), [], 32, GlobalBytes, memory), TestContext.Current.CancellationToken);
        Assert.Equal((32 * 1) + (32 * 2), BitConverter.ToInt32(memory));
    }

    [Fact]
    public void Arrivals_must_say_how_many_threads_are_waited_for() => Assert.Equal(
        "bar.arrive must say how many threads the barrier waits for: a warp that went on may have ended when the others come at k+0 (line 2): bar.arrive 1, 0 (block (0, 0, 0), warp 0)",
        Error("bar.arrive 1, 0"));

    [Fact]
    public void Warps_that_wait_for_different_numbers_of_threads_are_an_error() => Assert.Equal(
        "barrier 2 waits for another number of threads than this warp says: 32 threads, waiting for all of the block, came before at k+4 (line 6): bar.sync 2, 64 (block (0, 0, 0), warp 1)",
        Error("""
            s2r r0, %warpid
            setp.eq.and.s32 p0, r0, 0, pt
            @p0 bar.sync 2, 0
            @p0 exit
            bar.sync 2, 64
            """, threads: 96));

    [Fact]
    public void A_kernel_that_spins_can_be_cancelled()
    {
        var launch = new SimtLaunchState(new SimtProgram(SimtRun.Assemble("again: bra again")), new(1, 1, 1), new(32, 1, 1), [], 32, GlobalBytes, new byte[GlobalBytes]);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.Throws<OperationCanceledException>(() => new SimtFunctionalRunner().Launch(launch, cancellation.Token));
    }

    [Fact]
    public void Producers_that_arrive_let_consumers_go_on()
    {
        var kernel = SimtRun.Assemble("""
            .shared 4
                s2r r0, %warpid
                setp.eq.and.s32 p0, r0, 0, pt
                @p0 bra consumer
                st.shared.b32 [rz], r0
                bar.arrive 1, 64
                exit
            consumer:
                bar.sync 1, 64
                ld.shared.b32 r1, [rz]
                st.global.b32 [rz], r1
            """);
        var memory = new byte[GlobalBytes];
        new SimtFunctionalRunner().Launch(new SimtLaunchState(new SimtProgram(kernel), new(1, 1, 1), new(64, 1, 1), [], 32, GlobalBytes, memory), TestContext.Current.CancellationToken);
        Assert.Equal(1, BitConverter.ToInt32(memory));
    }

    [Fact]
    public void Lanes_that_can_never_meet_are_an_error() => Assert.Equal(
        "lanes can never meet: 0xffffff00 wait at b0 (instruction 5) for 0xff; 0xff wait at b1 (instruction 8) for 0xffffff00 at k+8 (line 10): bsync b1 (block (0, 0, 0), warp 0)",
        Error("""
            s2r r0, %laneid
            setp.lt.and.s32 p0, r0, 8, pt
            bssy b1, other
            bssy b0, end
            @p0 bra other
            end: bsync b0
            nop
            nop
            other: bsync b1
            """));

    [Fact]
    public void A_meeting_place_without_a_bssy_is_an_error() => Assert.Equal(
        "lanes 0xffffffff come to a bsync of b3 without a bssy before it at k+0 (line 2): bsync b3 (block (0, 0, 0), warp 0)", Error("bsync b3"));

    [Fact]
    public void A_meeting_place_elsewhere_than_its_bssy_said_is_an_error() => Assert.Equal(
        "lanes 0xffffffff come to a bsync of b0 here, but its bssy said that they meet at instruction 2 at k+1 (line 3): bsync b0 (block (0, 0, 0), warp 0)",
        Error("bssy b0, end\nbsync b0\nend: bsync b0"));

    [Theory]
    [InlineData("mma.m16n8k16.f32.f16 r8, r4, r2, r12", 64, 64, "mma.m16n8k16.f32.f16 is for warps of 32 lanes, these have 64")]
    [InlineData("mma.m32n32k8.f32.f16 r16, r4, r2, r32", 32, 32, "mma.m32n32k8.f32.f16 is for warps of 64 lanes, these have 32")]
    [InlineData("ldmatrix.x2.trans r4, [rz]", 16, 16, "ldmatrix.x2.trans is for warps of 32 lanes, these have 16")]
    [InlineData("s2r r1, %laneid\nsetp.lt.and.s32 p0, r1, 8, pt\n@p0 mma.m16n8k8.f32.f16 r8, r4, r2, r12", 32, 32, "mma.m16n8k8.f32.f16 in only some lanes (0xff): all 32 of the warp must be together there")]
    [InlineData("s2r r1, %laneid\nsetp.lt.and.s32 p0, r1, 8, pt\n@p0 ldmatrix.x1 r4, [rz]", 32, 32, "ldmatrix.x1 in only some lanes (0xff): all 32 of the warp must be together there")]
    [InlineData("mma.m16n8k8.f32.f16 r8, r4, r2, r12", 20, 32, "mma.m16n8k8.f32.f16 in only some lanes (0xfffff): all 32 of the warp must be together there")]
    public void Matrices_need_the_whole_warp_of_the_right_width(string body, int threads, int width, string expected) =>
        Assert.StartsWith(expected + " at k+", Error(".shared 64\n" + body, threads, width), StringComparison.Ordinal);

    [Fact]
    public void Running_past_the_end_is_an_error()
    {
        var kernel = new SimtKernel("open", [], [new SimtInstruction { Opcode = SimtOpcode.Nop }], [], 0, 0, 0);
        Assert.Equal("execution ran past the end of the kernel at open+1 (outside the kernel) (block (0, 0, 0), warp 0)", Error(kernel));
    }
}
