using System.Collections.Frozen;
using AccelSim.Engine;
using AccelSim.Reports.Simt;
using AccelSim.Results;
using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>The report a person reads after a run: headline, where the time went, slowest layers, what to know. One screen of 100 columns.</summary>
public static class ConsoleReport
{
    private const int Width = 98;
    private const int MostCauses = 9;
    private const int MostLayers = 10;
    private const int MostWarnings = 6;

    private static readonly FrozenDictionary<string, Color> GroupColors = new Dictionary<string, Color>
    {
        ["compute"] = Color.Green,
        ["DRAM"] = Color.Red,
        ["transfer"] = Color.Orange1,
        ["network"] = Color.Yellow,
        ["cache"] = Color.Yellow,
        ["on-chip memory"] = Color.Gold1,
        ["issue"] = Color.Purple,
        ["synchronisation"] = Color.MediumPurple1,
        ["launch"] = Color.SteelBlue1,
        ["host"] = Color.DodgerBlue1,
        ["idle"] = Color.Grey,
        ["stream"] = Color.Grey,
        ["virtual memory"] = Color.Magenta1,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Writes the report.</summary>
    public static void Write(RunResult run, IAnsiConsole console)
    {
        console.Write(new Rule($"[bold]{Markup.Escape(run.Model)}[/] on [bold]{Markup.Escape(run.Chip)}[/]  {run.Precision}  batch {run.Batch}  {run.Mode}").LeftJustified());
        if (run.Partial is { } partial)
        {
            console.MarkupLine($"[bold red]PARTIAL[/] {Markup.Escape(partial)}: all figures are of the part until then");
        }

        WriteHeadline(run, console);
        WriteCauses(run, console);
        if (run.Counters.Simt is { } simt)
        {
            WarpStateBars.Write(simt, console);
        }

        WriteLayers(run, console);
        WriteHostOperators(run, console);
        WriteCheck(run, console);
        WriteWarnings(run, console);
    }

    private static void WriteHeadline(RunResult run, IAnsiConsole console)
    {
        var grid = new Grid().AddColumn(new GridColumn().Width(11)).AddColumn(new GridColumn().Width(28)).AddColumn(new GridColumn().Width(32)).AddColumn(new GridColumn().NoWrap());
        grid.Width(Width);
        grid.AddRow(
            "[bold]time[/]",
            $"[bold]{Amounts.Time(run.Femtoseconds)}[/] per inference",
            $"{Amounts.Whole(run.Cycles())} cycles @ {Amounts.Scaled(run.ClockHz, "Hz")}",
            $"[bold]{Amounts.Number(run.ItemsPerSecond())}[/] items/s");
        grid.AddRow(
            "device",
            $"{Amounts.Time(run.DeviceFemtoseconds)} in kernels",
            $"{Amounts.Whole(run.DeviceCycles())} cycles, {Amounts.Percent(RunMetrics.FractionOf(run.DeviceFemtoseconds, run.Femtoseconds))} of it",
            $"{Amounts.Number(run.DeviceItemsPerSecond())} items/s");
        if (run.Macs > 0)
        {
            grid.AddRow(
                "arithmetic",
                $"{Amounts.Scaled(run.AchievedOpsPerSecond(), "OP/s")} end to end",
                $"{Amounts.Scaled(run.DeviceOpsPerSecond(), "OP/s")} in kernels",
                run.PeakOpsPerSecond > 0
                    ? $"[bold]{Amounts.Percent(RunMetrics.FractionOf(run.DeviceOpsPerSecond(), run.PeakOpsPerSecond))}[/] of {Amounts.Scaled(run.PeakOpsPerSecond, "OP/s")}"
                    : "");
        }

        grid.AddRow(
            "DRAM",
            $"{Amounts.Bytes(run.Counters.DramReadBytes)} in, {Amounts.Bytes(run.Counters.DramWriteBytes)} out",
            $"{Amounts.Bytes(run.DramBytesPerSecond())}/s in kernels",
            $"[bold]{Amounts.Percent(RunMetrics.FractionOf(run.DramBytesPerSecond(), run.DramPeakBytesPerSecond))}[/] of {Amounts.Bytes(run.DramPeakBytesPerSecond)}/s");
        grid.AddRow(
            "memory",
            $"{Amounts.Bytes(run.PeakDeviceBytes)} of {Amounts.Bytes(run.DeviceMemoryBytes)} in use",
            run.Macs > 0 ? $"{Amounts.Scaled(run.Macs, "MAC")} per inference" : "",
            run.Iterations > 1 ? $"mean of {run.Iterations} inferences" : "");
        if (run.Counters.VirtualMemory is { } virtualMemory)
        {
            VirtualMemoryRows.Add(virtualMemory, grid);
        }

        if (run.Counters.Simt is { } simt)
        {
            SimtRows.Add(simt, grid);
        }

        if (run.Sampling is { } sampling)
        {
            SamplingRow.Add(run, sampling, grid);
        }

        if (run.Energy is { } energy)
        {
            grid.AddRow([.. EnergyRow(run, energy)]);
        }

        if (run.FirstRun is { } first)
        {
            grid.AddRow(
                "first run",
                Amounts.Time(first.Total),
                $"alloc {Amounts.Time(first.Allocation)}, weights {Amounts.Time(first.WeightCopy)}",
                $"cold start {Amounts.Time(first.ColdLaunch)}");
        }

        console.Write(grid);
    }

    private static IEnumerable<string> EnergyRow(RunResult run, EnergyBreakdown energy)
    {
        var groups = energy.Groups();
        yield return "energy";
        yield return $"{Amounts.Energy(RunMetrics.Joules(energy.Femtojoules))} per inference";
        yield return $"[bold]{Amounts.Number(run.AverageWatts()!.Value)} W[/] mean, {Share(groups.FirstOrDefault(group => group.Group == "static").Femtojoules)} static";
        yield return run.Batch > 1 ? $"{Amounts.Energy(run.JoulesPerItem()!.Value)} per item"
            : groups.FirstOrDefault(group => group.Group != "static") is { Group: { } most } first ? $"{most} {Share(first.Femtojoules)}" : "";

        string Share(Int128 part) => Amounts.Percent(RunMetrics.FractionOf((double)part, (double)energy.Femtojoules));
    }

    private static void WriteCauses(RunResult run, IAnsiConsole console)
    {
        if (run.Causes.Total == 0)
        {
            return;
        }

        console.Write(ReportText.Heading("where the time went", "critical path of one inference"));
        var shares = run.Causes.Shares;
        var shown = shares.Length <= MostCauses ? shares.Length : MostCauses - 1;
        var others = shares.Skip(shown).Sum(s => s.Femtoseconds);
        var longest = Math.Max(shares[0].Femtoseconds, others);
        for (var i = 0; i < shown; i++)
        {
            WriteBar(console, shares[i].Cause.DisplayName(), shares[i].Cause.Group(), shares[i].Femtoseconds, longest, run.Causes.Total);
        }

        if (others > 0)
        {
            WriteBar(console, $"{shares.Length - shown} others", "idle", others, longest, run.Causes.Total);
        }
    }

    private static void WriteBar(IAnsiConsole console, string name, string group, long femtoseconds, long longest, long total)
    {
        var color = GroupColors.GetValueOrDefault(group, Color.Grey);
        BarLine.Write(console, name, color, (double)femtoseconds / longest, (double)femtoseconds / total, Amounts.Time(femtoseconds));
    }

    private static void WriteLayers(RunResult run, IAnsiConsole console)
    {
        if (run.Layers.IsEmpty)
        {
            return;
        }

        var slowest = run.Layers.OrderByDescending(l => l.Femtoseconds).ThenBy(l => l.Start).Take(MostLayers).ToList();
        console.Write(ReportText.Heading(
            run.Layers.Length > MostLayers ? $"{slowest.Count} slowest of {run.Layers.Length} layers" : "layers", "time on the device"));
        var table = new Table().Border(TableBorder.None).Width(Width);
        table.AddColumn(new TableColumn(" [dim]layer[/]").NoWrap().Width(26));
        table.AddColumn(new TableColumn("[dim]operator[/]").NoWrap().Width(20));
        foreach (var header in (string[])["cycles", "share", "TOP/s", "GB/s"])
        {
            table.AddColumn(new TableColumn($"[dim]{header}[/]").RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("[dim]bound by[/]").NoWrap());
        foreach (var layer in slowest)
        {
            var color = GroupColors.GetValueOrDefault(layer.Bound, Color.Grey).ToMarkup();
            table.AddRow(
                " " + Markup.Escape(ReportText.End(layer.Name, 25)),
                Markup.Escape(Brief(layer.Operator, 20)),
                Amounts.Whole(layer.Cycles),
                Amounts.Percent(RunMetrics.FractionOf(layer.Femtoseconds, run.DeviceFemtoseconds)),
                Amounts.Number(layer.OpsPerSecond() / 1e12),
                Amounts.Number(layer.DramBytesPerSecond() / 1e9),
                $"[{color}]{Markup.Escape(BoundText(layer))}[/]");
        }

        console.Write(table);
    }

    private static string BoundText(LayerResult layer) =>
        layer.Causes.Total == 0 ? "" : $"{layer.Bound} {100 * layer.Causes.Groups()[0].Femtoseconds / layer.Causes.Total} %";

    private static void WriteHostOperators(RunResult run, IAnsiConsole console)
    {
        if (run.HostOperators.IsEmpty)
        {
            return;
        }

        console.Write(ReportText.Heading("operators on the host", "no lowering yet"));
        foreach (var host in run.HostOperators.OrderByDescending(h => h.Femtoseconds).ThenBy(h => h.Name, StringComparer.Ordinal).Take(4))
        {
            console.MarkupLine($" {Markup.Escape(ReportText.End(host.Name, 44)),-46}{Markup.Escape(host.Operator),-20}{Amounts.Time(host.Femtoseconds),10}{Amounts.Bytes(host.TransferBytes),12}");
        }

        if (run.HostOperators.Length > 4)
        {
            console.MarkupLine($" [dim]and {run.HostOperators.Length - 4} more[/]");
        }
    }

    private static void WriteCheck(RunResult run, IAnsiConsole console)
    {
        if (run.Check is not { } check)
        {
            return;
        }

        console.Write(ReportText.Heading("check", check.Compared ? "values against the reference interpreter" : $"no model to compare with: {(check.RacesSought ? "races, and " : "")}values that are not finite"));
        foreach (var output in check.Outputs)
        {
            var verdict = output.Passed ? "[green]pass[/]" : "[red]FAIL[/]";
            var agreement = check.Compared ? FormattableString.Invariant($"max error {output.RelativeError:0.0e+0} of max  cosine {output.Cosine:0.000000}") : "";
            var finite = output.NotFinite > 0 ? $"[red]{output.NotFinite} not finite[/]" : check.Compared ? "" : "finite";
            console.MarkupLine($" {verdict}  {Markup.Escape(ReportText.End(output.Name, 40)),-42} {agreement}  {finite}");
        }

        if (check.FirstDifference is { } where)
        {
            console.MarkupLine($" [red]first differs at[/] {Markup.Escape(where)}");
        }

        if (!check.RacesSought)
        {
            console.MarkupLine(" [dim]races are not looked for on this family[/]");
            return;
        }

        console.MarkupLine(check.Races.IsEmpty ? " [green]pass[/]  no unsynchronised overlaps" : $" [red]FAIL[/]  {check.Races.Length} unsynchronised overlaps");
        foreach (var race in check.Races.Take(MostWarnings))
        {
            console.MarkupLine($"       [red]{Markup.Escape(race)}[/]");
        }
    }

    private static void WriteWarnings(RunResult run, IAnsiConsole console)
    {
        foreach (var warning in run.Warnings.Take(MostWarnings))
        {
            console.MarkupLine($" [yellow]warning[/] {Markup.Escape(warning)}");
        }

        if (run.Warnings.Length > MostWarnings)
        {
            console.MarkupLine($" [dim]and {run.Warnings.Length - MostWarnings} more warnings (all in --json)[/]");
        }
    }

    // Fused operators by their usual short names, cut at the end.
    private static string Brief(string text, int most)
    {
        text = text.Replace("BatchNormalization", "BN", StringComparison.Ordinal).Replace("LayerNormalization", "LayerNorm", StringComparison.Ordinal);
        return ReportText.Begin(text, most);
    }
}
