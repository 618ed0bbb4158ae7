using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// Products of a warp group and barriers in shared memory as FlashGPU-Sim calibrated them on an H200: one warp group, one product of 64 rows and some columns
/// from shared memory, the clock around its issue and around the wait; many of them for their rate; one thread at a barrier.
/// </summary>
internal static class WarpGroupLadder
{
    private const int Unrolled = 64;
    private const int Rounds = 4;

    // Factors in shared memory without swizzle: eight rows of 16 bytes, the second half of the rows 128 bytes further, the next eight rows 256.
    private const string Factors = """
            mov.b32 r4, 128 / 16 << 16
            mov.b32 r5, 256 / 16
            mov.b32 r6, (128 / 16 << 16) + 2048 / 16
            mov.b32 r7, 256 / 16
        """;

    /// <summary>Cycles of the issue of a product, or from there to the end of the wait for it.</summary>
    public static double Cycles(SimtChip chip, int columns, bool wait, CancellationToken cancellation)
    {
        var (issue, waited) = Clocked(chip, 128, 10240, Factors, $"wgmma.ss.m64n{columns}k16.f32.f16 r16, r4, r6, !pt", "wgmma.commit_group\n    wgmma.wait_group 0", cancellation);

        // the clock is read in a cycle of its own, in front of the product
        return wait ? waited : issue - 1;
    }

    /// <summary>Cycles from one product to the next of many.</summary>
    public static double Interval(SimtChip chip, int columns, CancellationToken cancellation)
    {
        var products = string.Concat(Enumerable.Repeat($"    wgmma.ss.m64n{columns}k16.f32.f16 r16, r4, r6, pt\n", Unrolled));
        string Launch(int rounds) => $".launch rate, grid 1, block 128 ({rounds})\n";
        var times = new SimtRig(chip, $"""
            .kernel rate
            .param rounds
            .shared 10240
            {Factors}
                mov.b32 r1, 0
            loop:
            {products}    wgmma.commit_group
                add.s32 r1, r1, 1
                setp.lt.and.s32 p0, r1, c[rounds], pt
                @p0 bra loop
                wgmma.wait_group 0
                exit
            .end
            .buffer nothing, u32, 4
            {Launch(Rounds)}{Launch(2 * Rounds)}
            """).Run(cancellation);
        return (times[1] - times[0]) * chip.Clock.Hertz / (Rounds * Unrolled);
    }

    /// <summary>Cycles of an arrival at a barrier in shared memory, or of a wait for a phase that is over.</summary>
    public static double Barrier(SimtChip chip, bool wait, CancellationToken cancellation)
    {
        var (arrive, waited) = Clocked(chip, 1, 64, "    mbarrier.init [rz], 1", "mbarrier.arrive [rz]", "mbarrier.try_wait.parity p0, [rz], rz", cancellation);
        return (wait ? waited : arrive) - 1;
    }

    private static (double First, double Second) Clocked(SimtChip chip, int threads, int shared, string before, string first, string second, CancellationToken cancellation)
    {
        var rig = new SimtRig(chip, $"""
            .buffer out, u32, 16
            .kernel clocked
            .param out
            .shared {shared}
            {before}
                bar.sync 0, 0
                s2r r10, %clock
                {first}
                s2r r11, %clock
                {second}
                s2r r12, %clock
                sub.s32 r10, r11, r10
                sub.s32 r11, r12, r11
                mov.b64 r2, c[out]
                s2r r0, %tid.x
                setp.eq.and.s32 p0, r0, 0, pt
                @p0 st.global.b64 [r2], r10
                exit
            .end
            .launch clocked, grid 1, block {threads} (out)
            """, values: true);
        rig.Run(cancellation);
        return (rig.Word("out", 0), rig.Word("out", 1));
    }
}
