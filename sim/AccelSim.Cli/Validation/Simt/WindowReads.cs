using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// The bandwidth of the L2 by footprint of gpu-benches/gpu-l2-cache: blocks of 1024 threads that read doubles, each block its own window of a buffer
/// that the whole grid reads again and again. Time is that of twice as many blocks less that of one lot, after a lot that fills the cache.
/// </summary>
internal static class WindowReads
{
    private const int Threads = 1024;
    private const int Loads = 16;
    private const int Batch = 8;
    private const int Window = 8 * Threads * Loads;

    /// <summary>Blocks of a lot for each that an SM holds.</summary>
    private const int Rounds = 2;

    /// <summary>GB/s of all SMs together.</summary>
    public static double GigabytesPerSecond(SimtChip chip, long bytes, CancellationToken cancellation)
    {
        var windows = (int)Math.Max(1, bytes / Window);
        var resident = chip.Sms * (chip.Sm.MaxThreads / Threads);
        var lot = Math.Max(1, ((Rounds * resident) + windows - 1) / windows);
        var times = new SimtRig(chip, Source(windows, lot)).Run(cancellation);
        return (double)windows * lot * Window / (times[2] - times[1]) / 1e9;
    }

    private static string Source(int windows, int lot)
    {
        var step = 8L * Threads * windows;
        var loads = string.Concat(Enumerable.Range(0, Batch).Select(i => $"    ld.global.b64 r{16 + (2 * i)}, [r4]\n    add.s64 r4, r4, {step}\n"));
        var sums = string.Concat(Enumerable.Range(0, Batch).Select(i => $"    add.f64 r12, r12, r{16 + (2 * i)}\n"));
        string Launch(int lots) => $".launch sum, grid {windows}, {lots}, block {Threads} (data)\n";
        return $"""
            .buffer data, f64, {windows * (Window / 8)}
            .kernel sum
            .param data
                s2r r0, %ctaid.x
                s2r r1, %tid.x
                mad.lo.s32 r0, r0, {Threads}, r1
                mov.b64 r4, c[data]
                mad.wide.s32 r4, r0, 8, r4
                mov.b64 r12, 0
                mov.b32 r2, 0
            loop:
            {loads}{sums}    add.s32 r2, r2, {Batch}
                setp.lt.and.s32 p0, r2, {Loads}, pt
                @p0 bra loop
                exit
            .end
            {Launch(lot)}{Launch(lot)}{Launch(2 * lot)}
            """;
    }
}
