using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// Latency and rate of arithmetic as Accel-Sim's tuner measures them: one warp with a chain of dependent operations; an SM full of warps with independent
/// ones. Time is that of more rounds less that of fewer.
/// </summary>
internal static class OperationLadder
{
    private const int Unrolled = 256;
    private const int Rounds = 4;
    private const int Chains = 4;

    // What an operation is written as, with its accumulator, and how many of its registers follow each other.
    private static readonly Dictionary<string, (Func<int, string> Text, int Registers)> Operations = new(StringComparer.Ordinal)
    {
        ["int"] = (r => $"add.s32 r{r}, r{r}, r4", 1),
        ["fp32"] = (r => $"fma.f32 r{r}, r{r}, r4, r5", 1),
        ["fp16"] = (r => $"fma.f16x2 r{r}, r{r}, r4, r5", 1),
        ["fp64"] = (r => $"fma.f64 r{r}, r{r}, r4, r6", 2),
        ["sfu"] = (r => $"rsqrt.f32 r{r}, r{r}", 1),
        ["mma.f32"] = (r => $"mma.m8n8k4.f32.f16 r{r}, r4, r6, r{r}", 8),
        ["mma.f16"] = (r => $"mma.m8n8k4.f16.f16 r{r}, r4, r6, r{r}", 4),
    };

    /// <summary>Cycles from an operation to one that needs it.</summary>
    public static double Latency(SimtChip chip, string operation, CancellationToken cancellation) =>
        Cycles(chip, operation, chains: 1, warps: 1, cancellation) / (Rounds * Unrolled);

    /// <summary>Warp operations of an SM in a cycle, times its lanes.</summary>
    public static double LanesPerCycle(SimtChip chip, string operation, CancellationToken cancellation)
    {
        var warps = chip.Sm.MaxThreadsPerCta / chip.Sm.WarpWidth;
        return (double)Rounds * Unrolled * chip.Sm.MaxThreadsPerCta / Cycles(chip, operation, Chains, warps, cancellation);
    }

    private static double Cycles(SimtChip chip, string operation, int chains, int warps, CancellationToken cancellation)
    {
        if (!Operations.TryGetValue(operation, out var row))
        {
            throw new FormatException($"there is no operation '{operation}'; there are {string.Join(", ", Operations.Keys)}");
        }

        var text = string.Concat(Enumerable.Range(0, Unrolled).Select(i => $"    {row.Text(16 + (row.Registers * (i % chains)))}\n"));
        string Launch(int rounds) => $".launch ladder, grid 1, block {warps * chip.Sm.WarpWidth} ({rounds})\n";
        var times = new SimtRig(chip, $"""
            .kernel ladder
            .param rounds
                mov.b32 r1, 0
            loop:
            {text}    add.s32 r1, r1, 1
                setp.lt.and.s32 p0, r1, c[rounds], pt
                @p0 bra loop
                exit
            .end
            .buffer nothing, u32, 4
            {Launch(Rounds)}{Launch(2 * Rounds)}
            """).Run(cancellation);
        return (times[1] - times[0]) * chip.Clock.Hertz;
    }
}
