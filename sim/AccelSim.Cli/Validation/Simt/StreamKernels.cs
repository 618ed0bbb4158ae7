using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// Device memory by occupancy of gpu-benches/gpu-stream: one double a thread (init writes, read reads, scale reads one and writes one, triad reads two
/// and writes one), two blocks on an SM held down by shared memory. The benchmark streams 1 GiB; here a wide kernel of the same mix first leaves the L2
/// as a long stream does, and time is that of a long run less that of a short one.
/// </summary>
internal static class StreamKernels
{
    private const int Wide = 16;
    private const int WideThreads = 256;

    /// <summary>GB/s of all arrays.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="kernel">init, read, scale or triad.</param>
    /// <param name="threads">Threads of a block.</param>
    /// <param name="cancellation">Ends it.</param>
    public static double GigabytesPerSecond(SimtChip chip, string kernel, int threads, CancellationToken cancellation)
    {
        var (reads, writes) = kernel switch
        {
            "init" => (0, 1),
            "read" => (1, 0),
            "scale" => (1, 1),
            "triad" => (2, 1),
            _ => throw new FormatException($"there is no stream kernel '{kernel}'; there are init, read, scale and triad"),
        };
        var arrays = reads + writes;
        var fill = (chip.L2.Capacity.Bytes * 5 / 4 / arrays) >> 20 << 20;

        // Nothing holds back a stream of writes alone until the L2 is full of what device memory has not taken yet: at a third more than that takes, after
        // twice the L2.
        var pieces = reads == 0 ? 1 + (int)(4 * chip.L2.Capacity.Bytes / Piece(chip)) : 1;
        var times = new SimtRig(chip, Source(chip, reads, writes, threads, fill, pieces)).Run(cancellation);
        return arrays * Blocks(chip, threads) * threads * 8 / (times[2] - times[1]) / 1e9;
    }

    /// <summary>Bytes of each array between the long run and the short one: half the L2, so that what it writes back comes to an even flow.</summary>
    private static long Piece(SimtChip chip) => Math.Max(6, chip.L2.Capacity.Bytes >> 21) << 20;

    private static long Blocks(SimtChip chip, int threads) => Piece(chip) / 8 / threads;

    private static string Source(SimtChip chip, int reads, int writes, int threads, long fill, int pieces)
    {
        var array = fill + ((2 + (2 * pieces)) * Piece(chip));
        var blocks = Blocks(chip, threads);
        var after = fill + (pieces * Piece(chip));
        var (few, many) = (pieces * blocks, (pieces + 1) * blocks);

        // Two blocks of two fifths fit, three do not.
        var shared = chip.Sm.SharedMemory.Largest.Bytes * 2 / 5;
        var spoiler = 2 * threads < chip.Sm.MaxThreads ? $"shared {shared}" : "";
        return $"""
            .buffer a, u8, {array}
            .buffer b, u8, {array}
            .buffer c, u8, {array}
            {Kernel("wide", reads, writes, WideThreads, Wide)}
            {Kernel("stream", reads, writes, threads, 8)}
            .launch wide, grid {fill / (Wide * WideThreads)}, block {WideThreads} (a, b, c, {fill / Wide})
            .launch stream, grid {few}, block {threads} (a + {fill}, b + {fill}, c + {fill}, {few * threads}) {spoiler}
            .launch stream, grid {many}, block {threads} (a + {after}, b + {after}, c + {after}, {many * threads}) {spoiler}
            """;
    }

    private static string Kernel(string name, int reads, int writes, int threads, int bytes)
    {
        var width = 8 * bytes;
        var first = reads > 0 ? $"    mov.b64 r6, c[b]\n    mad.wide.s32 r6, r0, {bytes}, r6\n    ld.global.b{width} r12, [r6]\n" : "    mov.b64 r12, 0\n    mov.b64 r14, 0\n";
        var second = reads > 1 ? $"    mov.b64 r8, c[c]\n    mad.wide.s32 r8, r0, {bytes}, r8\n    ld.global.b{width} r16, [r8]\n" : "";
        var sum = reads > 1 ? "    add.f64 r12, r12, r16\n" : reads > 0 ? "    add.f64 r12, r12, r12\n" : "";
        var write = writes > 0 ? $"    mov.b64 r4, c[a]\n    mad.wide.s32 r4, r0, {bytes}, r4\n    st.global.b{width} [r4], r12\n" : "";
        return $"""
            .kernel {name}
            .param a, b, c, n
                s2r r0, %ctaid.x
                s2r r1, %tid.x
                mad.lo.s32 r0, r0, {threads}, r1
                setp.ge.and.s32 p0, r0, c[n], pt
                @p0 exit
            {first}{second}{sum}{write}    exit
            .end
            """;
    }
}
