using AccelSim.Results.Simt;
using Spectre.Console;

namespace AccelSim.Reports.Simt;

/// <summary>Lines of the console report on multiprocessors: issue, occupancy, caches.</summary>
internal static class SimtRows
{
    /// <summary>Adds them to a grid of four columns.</summary>
    public static void Add(SimtCounters counters, Grid grid)
    {
        grid.AddRow(
            "issue",
            $"[bold]{Amounts.Percent(counters.IssueUtilisation)}[/] of slots used",
            $"{Amounts.Scaled(counters.WarpInstructions, "")} warp instructions",
            $"{Amounts.Number(counters.ThreadsPerInstruction)} threads each");
        grid.AddRow(
            "occupancy",
            $"[bold]{Amounts.Percent(counters.AchievedOccupancy)}[/] of warps resident",
            counters.Occupancy is { } fits ? $"{fits.BlocksPerSm} blocks/SM, by {fits.LimitedBy}" : "launches differ",
            counters.Occupancy is { } takes ? Takes(takes) : "");
        grid.AddRow(
            "caches",
            $"{(counters.L1Sectors > 0 ? Amounts.Percent(counters.L1HitRate) + " L1, " : "")}{Amounts.Percent(counters.L2HitRate)} L2 hits",
            $"{Amounts.Number(counters.SectorsPerRequest)} sectors per global access",
            counters.SharedRequests > 0 ? $"{Amounts.Number(counters.PassesPerRequest)} passes, shared" : "");
    }

    private static string Takes(OccupancyFacts takes) =>
        takes.SharedBytesPerBlock == 0 ? $"{takes.RegistersPerThread} registers each" : $"{takes.RegistersPerThread} regs, {Amounts.Bytes(takes.SharedBytesPerBlock)}";
}
