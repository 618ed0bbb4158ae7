using AccelSim.Results;
using Spectre.Console;

namespace AccelSim.Reports.Simt;

/// <summary>The line of the console report that says that a run was sampled.</summary>
internal static class SamplingRow
{
    /// <summary>Adds it to a grid of four columns.</summary>
    public static void Add(RunResult run, SamplingResult sampling, Grid grid) => grid.AddRow(
        "[bold]sampled[/]",
        $"{sampling.Sampled} of {sampling.Launches} kernels in part",
        $"{Amounts.Whole(sampling.SimulatedBlocks)} of {Amounts.Whole(sampling.Blocks)} blocks",
        sampling.Sampled == 0 ? "nothing left out" : $"[bold]± {Amounts.Percent(RunMetrics.FractionOf(sampling.BoundFemtoseconds, run.DeviceFemtoseconds))}[/] device time");
}
