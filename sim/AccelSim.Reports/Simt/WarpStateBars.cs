using AccelSim.Results;
using AccelSim.Results.Simt;
using Spectre.Console;

namespace AccelSim.Reports.Simt;

/// <summary>A bar chart of what resident warps did, in cycles per instruction they issued.</summary>
internal static class WarpStateBars
{
    private const int Most = 6;

    /// <summary>Writes the longest bars under a heading; nothing where no warp ran.</summary>
    public static void Write(SimtCounters counters, IAnsiConsole console)
    {
        var states = counters.States.All().Where(state => state.Cycles > 0).OrderByDescending(state => state.Cycles).ToList();
        if (states.Count == 0)
        {
            return;
        }

        console.Write(ReportText.Heading("what warps did", "resident warps, cycles per instruction that they issued"));
        var all = states.Sum(state => state.Cycles);
        foreach (var (name, cycles) in states.Take(Most))
        {
            BarLine.Write(
                console, name, name == "selected" ? Color.Green : Color.Purple, RunMetrics.FractionOf(cycles, states[0].Cycles), RunMetrics.FractionOf(cycles, all),
                Amounts.Number(RunMetrics.FractionOf(cycles, counters.WarpInstructions)));
        }
    }
}
