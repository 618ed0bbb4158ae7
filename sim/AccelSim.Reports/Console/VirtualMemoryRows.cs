using AccelSim.Results;
using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>Lines of the console report on address translation and pages shared with the host; only those with anything to tell.</summary>
internal static class VirtualMemoryRows
{
    /// <summary>Adds them to a grid of four columns.</summary>
    public static void Add(VirtualMemoryCounters counters, Grid grid)
    {
        var looked = counters.TlbHits + counters.TlbMisses;
        if (looked > 0)
        {
            grid.AddRow(
                "TLB",
                $"{Amounts.Percent(RunMetrics.FractionOf(counters.TlbHits, looked))} of {Amounts.Whole(looked)} hit",
                $"{Amounts.Whole(counters.SharedTlbHits)} more in the shared one",
                $"{Amounts.Whole(counters.PageWalks)} walks");
        }

        if (counters.PageFaults + counters.PrefetchedPages + counters.RemoteBytes > 0)
        {
            grid.AddRow(
                "pages",
                $"{Amounts.Whole(counters.PageFaults)} faults, {Amounts.Bytes(counters.RemoteBytes)} remote",
                $"{Amounts.Bytes(counters.MigratedBytes)} in, {Amounts.Bytes(counters.WrittenBackBytes)} back",
                $"{Amounts.Whole(counters.PrefetchedPages)} ahead, {Amounts.Whole(counters.PrefetchedPagesUsed)} used");
        }
    }
}
