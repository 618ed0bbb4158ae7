using System.Text;
using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// The bandwidth of caches by footprint of gpu-benches/gpu-cache: a block of 256 threads on each SM, all of which read the same buffer of floats over and
/// over, 32 loads at once. Time is that of more passes less that of fewer, so that beginning and end do not count.
/// </summary>
internal static class SharedReads
{
    private const int Threads = 256;
    private const int Row = 4 * Threads;
    private const int Batch = 32;

    /// <summary>Loads of a thread between the two runs: enough that what is on its way at the end does not count.</summary>
    private const int Loads = 384;

    /// <summary>Passes between the two runs at least: SMs that began late, while the first pass came from device memory, shift the end of one.</summary>
    private const int LeastPasses = 4;

    /// <summary>GB/s of all SMs together.</summary>
    public static double GigabytesPerSecond(SimtChip chip, long bytes, CancellationToken cancellation)
    {
        var rows = (int)(bytes / Row);
        var passes = Math.Max(LeastPasses, Loads / Math.Max(rows, Batch));
        var times = new SimtRig(chip, Source(rows, chip.Sms, 2, 2 + passes)).Run(cancellation);
        return (double)rows * Row * chip.Sms * passes * Math.Max(1, Batch / rows) / (times[2] - times[1]) / 1e9;
    }

    private static string Source(int rows, int sms, int few, int many)
    {
        var body = new StringBuilder();
        if (rows >= 2 * Batch)
        {
            body.Append(System.Globalization.CultureInfo.InvariantCulture, $"    mov.b32 r1, 0\nbatch:\n{Reads(0, Batch)}    add.s64 r2, r2, {Batch * Row}\n    add.s32 r1, r1, 1\n    setp.lt.and.s32 p1, r1, {rows / Batch}, pt\n    @p1 bra batch\n");
            body.Append(Reads(0, rows % Batch));
        }
        else
        {
            for (var first = 0; first < rows; first += Batch)
            {
                body.Append(Reads(first, Math.Min(rows, first + Batch), Math.Max(1, Batch / rows)));
            }
        }

        string Launch(int passes) => $".launch sum, grid {sms}, block {Threads} (data, {passes})\n";
        return $"""
            .buffer data, f32, {rows * Threads}
            .kernel sum
            .param data, passes
                s2r r8, %tid.x
                mov.b64 r4, c[data]
                mad.wide.s32 r4, r8, 4, r4
                mov.b32 r0, 0
                mov.b32 r9, 0
            pass:
                mov.b64 r2, r4
            {body}    add.s32 r0, r0, 1
                setp.lt.and.s32 p0, r0, c[passes], pt
                @p0 bra pass
                exit
            .end
            {Launch(few)}{Launch(few)}{Launch(many)}
            """;
    }

    /// <summary>Loads of some rows, a small set several times over, then their sum.</summary>
    private static string Reads(int first, int last, int times = 1)
    {
        var loads = Enumerable.Range(0, times).SelectMany(_ => Enumerable.Range(first, last - first)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < loads.Length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    ld.global.b32 r{16 + i}, [r2 + {loads[i] * Row}]\n");
        }

        for (var i = 0; i < loads.Length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    add.f32 r9, r9, r{16 + i}\n");
        }

        return text.ToString();
    }
}
