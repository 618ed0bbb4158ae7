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

    /// <summary>Bytes of each array between the long run and the short one.</summary>
    private const long Piece = 6 << 20;

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
        var times = new SimtRig(chip, Source(chip, reads, writes, threads, fill)).Run(cancellation);
        return arrays * Blocks(threads) * threads * 8 / (times[2] - times[1]) / 1e9;
    }

    private static long Blocks(int threads) => Piece / 8 / threads;

    private static string Source(SimtChip chip, int reads, int writes, int threads, long fill)
    {
        var array = fill + (4 * Piece);
        var blocks = Blocks(threads);
        var shared = (chip.Sm.SharedMemory.Unified.Bytes / 4) + (8 << 10);
        var spoiler = 2 * threads < chip.Sm.MaxThreads ? $"shared {shared}" : "";
        return $"""
            .buffer a, u8, {array}
            .buffer b, u8, {array}
            .buffer c, u8, {array}
            {Kernel("wide", reads, writes, WideThreads, Wide)}
            {Kernel("stream", reads, writes, threads, 8)}
            .launch wide, grid {fill / (Wide * WideThreads)}, block {WideThreads} (a, b, c, {fill / Wide})
            .launch stream, grid {blocks}, block {threads} (a + {fill}, b + {fill}, c + {fill}, {blocks * threads}) {spoiler}
            .launch stream, grid {2 * blocks}, block {threads} (a + {fill + Piece}, b + {fill + Piece}, c + {fill + Piece}, {2 * blocks * threads}) {spoiler}
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
