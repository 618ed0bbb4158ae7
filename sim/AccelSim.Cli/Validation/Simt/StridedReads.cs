using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// Cycles of a warp's load from the L1 by stride of gpu-benches/gpu-strides: a block of 1024 threads on one SM, thread t reads eight elements from element
/// (t mod 64) times the stride on. Time is that of more rounds less that of fewer.
/// </summary>
internal static class StridedReads
{
    private const int Threads = 1024;
    private const int Rounds = 96;

    private static readonly int[] Offsets = [0, 4, 8, 12, 20, 16, 24, 28];

    /// <summary>Cycles of a load.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="stride">Elements from one lane to the next.</param>
    /// <param name="bytes">Of an element: 4 or 8.</param>
    /// <param name="cancellation">Ends it.</param>
    public static double Cycles(SimtChip chip, int stride, int bytes, CancellationToken cancellation)
    {
        var times = new SimtRig(chip, Source(stride, bytes)).Run(cancellation);
        return (times[2] - times[1]) * chip.Clock.Hertz / (Rounds * Offsets.Length * (Threads / 32));
    }

    private static string Source(int stride, int bytes)
    {
        var words = bytes / 4;
        var loads = string.Concat(Offsets.Select((offset, i) => $"    ld.global.b{8 * bytes} r{16 + (words * i)}, [r4 + {offset * bytes}]\n"));
        var sums = string.Concat(Enumerable.Range(0, Offsets.Length / 2).Select(i =>
            $"    fma.f{8 * bytes} r12, r{16 + (2 * words * i)}, r{16 + (words * ((2 * i) + 1))}, r12\n"));
        string Launch(int rounds) => $".launch stride, grid 1, block {Threads} (data, {rounds}, 0)\n";
        return $"""
            .buffer data, u8, {(64 * stride * bytes) + (32 * bytes)}
            .kernel stride
            .param data, rounds, zero
                s2r r0, %tid.x
                and.b32 r0, r0, 63
                mov.b64 r4, c[data]
                mad.wide.s32 r4, r0, {stride * bytes}, r4
                mov.b64 r12, 0
                mov.b32 r2, 0
                mov.b64 r8, c[zero]
            loop:
                add.s64 r4, r4, r8
            {loads}{sums}    add.s32 r2, r2, 1
                setp.lt.and.s32 p0, r2, c[rounds], pt
                @p0 bra loop
                exit
            .end
            {Launch(Rounds)}{Launch(Rounds)}{Launch(2 * Rounds)}
            """;
    }
}
