using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// Bulk copies as in NVIDIA-Hopper-Benchmark (TMA): a chain of copies, each of which brings the address of the next, once round to fill the L2 and then
/// clocked; and blocks that each copy one piece of device memory after the other.
/// </summary>
internal static class BulkCopies
{
    private const int Few = 8;
    private const int Many = 40;

    /// <summary>Cycles of a link of a random ring of <paramref name="bytes"/>: a copy, its barrier, and the address out of shared memory.</summary>
    public static double Latency(SimtChip chip, long bytes, CancellationToken cancellation)
    {
        var (nodes, warm, steps) = PointerRing.Walk(chip, bytes, unrolled: 1);
        var rig = new SimtRig(chip, $"""
            .buffer ring, u8, {bytes}
            .buffer out, u32, 16
            .kernel chase
            .param ring, out
            .shared 32
                mov.b64 r2, c[ring]
                mov.b32 r4, 16
                mov.b32 r5, 16
                mov.b32 r6, 0
                mov.b32 r7, 0
                mbarrier.init [r5], 1
            warm:
            {Link("warm")}    setp.lt.and.s32 p1, r7, {warm}, pt
                @p1 bra warm
                mov.b32 r7, 0
                s2r r10, %clock
            loop:
            {Link("loop")}    setp.lt.and.s32 p1, r7, {steps}, pt
                @p1 bra loop
                and.b32 r8, r2, 0
                s2r r11, %clock
                sub.s32 r10, r11, r10
                mov.b64 r12, c[out]
                st.global.b32 [r12], r10
                exit
            .end
            .launch chase, grid 1, block 1 (ring, out)
            """, values: true);
        PointerRing.Link(rig.Memory.AsSpan((int)rig.Address("ring")), rig.Address("ring"), nodes);
        rig.Run(cancellation);
        return rig.Word("out", 0) / (double)steps;
    }

    /// <summary>GB/s of blocks that each copy pieces of <paramref name="bytes"/>, one after the other; time is that of many less that of few.</summary>
    public static double GigabytesPerSecond(SimtChip chip, int blocks, int bytes, CancellationToken cancellation)
    {
        var few = (long)Few * blocks * bytes;
        var many = (long)Many * blocks * bytes;
        var times = new SimtRig(chip, $"""
            .buffer data, u8, {few + many}
            .kernel copy
            .param data, pieces
            .shared {bytes + 16}
                s2r r0, %ctaid.x
                mov.b32 r9, {bytes}
                mov.b64 r2, c[data]
                mad.wide.u32 r2, r0, r9, r2
                mov.b32 r4, {bytes}
                mov.b32 r5, {bytes}
                mov.b32 r6, 0
                mov.b32 r7, 0
                mbarrier.init [r5], 1
            loop:
                mbarrier.arrive.expect_tx [r5], {bytes}
                cp.async.bulk [rz], [r2], r4
                add.s64 r2, r2, {(long)blocks * bytes}
            wait:
                mbarrier.try_wait.parity p0, [r5], r6
                @!p0 bra wait
                xor.b32 r6, r6, 1
                add.s32 r7, r7, 1
                setp.lt.and.s32 p1, r7, c[pieces], pt
                @p1 bra loop
                exit
            .end
            .launch copy, grid {blocks}, block 1 (data, {Few})
            .launch copy, grid {blocks}, block 1 (data + {few}, {Many})
            """).Run(cancellation);
        return (many - few) / (times[1] - times[0]) / 1e9;
    }

    private static string Link(string name) => $"""
            mbarrier.arrive.expect_tx [r5], 16
            cp.async.bulk [rz], [r2], r4
        {name}_wait:
            mbarrier.try_wait.parity p0, [r5], r6
            @!p0 bra {name}_wait
            ld.shared.b64 r2, [rz]
            xor.b32 r6, r6, 1
            add.s32 r7, r7, 1

        """;
}
