using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Results.Compare;
using Spectre.Console;

namespace AccelSim.Reports.Compare;

/// <summary>A comparison of up to four chips on a terminal of 100 columns.</summary>
public static class CompareReport
{
    /// <summary>Chips that have a column.</summary>
    public const int MostChips = 4;

    private const int NameWidth = 26;
    private const int LineWidth = 96;
    private const int ColumnsWidth = 72;
    private const int MostGroups = 8;
    private const int MostLayers = 12;

    /// <summary>Writes it.</summary>
    public static void Write(Comparison comparison, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var runs = comparison.Runs;
        console.Write(new Rule($"[bold]{Markup.Escape(comparison.Model)}[/] on {runs.Length} chips  {comparison.Precision}  batch {comparison.Batch}  {comparison.Mode}").LeftJustified());
        var fastest = runs.MinBy(run => run.Femtoseconds);
        Line(console, "bold", "", runs.Select(run => run.Chip), runs.Length);
        Line(console, "bold", "time of an inference", runs.Select(run => Amounts.Time(run.Femtoseconds)), runs.Length);
        Line(console, "", "  times as fast as the first", runs.Select(run => Times((double)runs[0].Femtoseconds / run.Femtoseconds)), runs.Length);
        Line(console, "", "  in kernels", runs.Select(run => Amounts.Time(run.DeviceFemtoseconds)), runs.Length);
        Line(console, "", "items per second", runs.Select(run => Amounts.Number(run.ItemsPerSecond)), runs.Length);
        Line(console, "", "energy of an item", runs.Select(run => run.JoulesPerItem is { } joules ? Amounts.Energy(joules) : "-"), runs.Length);
        Line(console, "", "mean power", runs.Select(run => run.AverageWatts is { } watts ? $"{Amounts.Number(watts)} W" : "-"), runs.Length);
        Line(console, "", "matrix units, of peak", runs.Select(run => run.MatrixShare > 0 ? Amounts.Percent(run.MatrixShare) : "-"), runs.Length);
        Line(console, "", "device memory, of peak", runs.Select(run => Amounts.Percent(run.DramShare)), runs.Length);
        Line(console, "", "silicon (estimate)", runs.Select(run => run.AreaMm2 is { } area ? $"{Amounts.Number(area)} mm2" : "-"), runs.Length);
        Line(console, "", "bound by peaks", runs.Select(run => $"{Amounts.Time((long)(run.Bound.Seconds * 1e15))} {(run.Bound.ComputeSeconds > run.Bound.DramSeconds ? "matrix" : "DRAM")}"), runs.Length);
        Line(console, "", "  the time is", runs.Select(run => run.Bound.Share > 0 ? $"{Times(1 / run.Bound.Share)} as long" : "-"), runs.Length);
        WriteCauses(runs, console);
        WriteParts(comparison.Parts, console);
        WriteLayers(comparison, console);
        console.WriteLine(ReportText.Begin($" {fastest!.Chip} is the fastest{(runs.Where(run => run.JoulesPerItem is not null).MinBy(run => run.JoulesPerItem) is { } frugal ? $", {frugal.Chip} takes the least energy" : "")}", LineWidth));
    }

    private static void WriteCauses(ImmutableArray<ComparedRun> runs, IAnsiConsole console)
    {
        console.Write(ReportText.Heading("where the time goes", "critical path of one inference"));
        var groups = runs.SelectMany(run => run.Causes).GroupBy(cause => cause.Group, StringComparer.Ordinal).OrderByDescending(group => group.Max(cause => cause.Femtoseconds))
            .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).ToList();
        foreach (var group in groups.Take(MostGroups))
        {
            Line(console, "", group, runs.Select(run => Share(run, run.Causes.FirstOrDefault(cause => cause.Group == group)?.Femtoseconds ?? 0)), runs.Length);
        }

        if (groups.Count > MostGroups)
        {
            Line(console, "", $"{groups.Count - MostGroups} others", runs.Select(run => Share(run, run.Causes.Where(cause => groups.IndexOf(cause.Group) >= MostGroups).Sum(cause => cause.Femtoseconds))), runs.Length);
        }
    }

    private static string Share(ComparedRun run, long femtoseconds) =>
        femtoseconds == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Amounts.Time(femtoseconds)} {100.0 * femtoseconds / Math.Max(1, run.Causes.Sum(cause => cause.Femtoseconds)),3:0} %");

    private static void WriteParts(ImmutableArray<ChipAndCompiler> parts, IAnsiConsole console)
    {
        if (parts.IsEmpty)
        {
            return;
        }

        console.Write(ReportText.Heading("chip or compiler", "the program of the first chip on the others of its family"));
        foreach (var part in parts)
        {
            var why = part.SameProgram ? "all of it the chip: the compiler makes the same program for both"
                : part.ByChip is { } chip ? $"{Times(chip)} by the chip (same program), {Times(part.ByCompiler!.Value)} by what the compiler chose for it"
                : $"not told apart: {part.Problem?.Split("; ")[0]}";
            console.WriteLine(ReportText.Begin($" {part.Chip} is {Times(part.Speedup)} as fast as {part.Against}:", LineWidth));
            console.WriteLine(ReportText.Begin($"   {why}", LineWidth));
        }
    }

    private static void WriteLayers(Comparison comparison, IAnsiConsole console)
    {
        var shown = comparison.Layers.OrderByDescending(layer => layer.Difference).Where(layer => layer.Difference > 0).Take(MostLayers).ToList();
        if (shown.Count == 0)
        {
            return;
        }

        var runs = comparison.Runs;
        console.Write(ReportText.Heading($"{shown.Count} of {comparison.Layers.Length} layers, by difference", "* the fastest; below, what it saves most against the slowest"));
        Line(console, "dim", "fastest in", runs.Select((_, at) => Amounts.Whole(comparison.Layers.Count(layer => layer.Difference > 0 && layer.Fastest == at))), runs.Length);
        foreach (var layer in shown)
        {
            Line(console, "", ReportText.End(layer.Name, NameWidth - 1), layer.Femtoseconds.Select((time, at) => (at == layer.Fastest ? "*" : "") + Amounts.Time(time)), runs.Length);
            console.MarkupLine($"   [dim]{Markup.Escape(ReportText.Begin($"{runs[layer.Fastest].Chip}: {Amounts.Time(layer.Saved)} less {layer.Why}", LineWidth))}[/]");
        }
    }

    private static void Line(IAnsiConsole console, string style, string name, IEnumerable<string> cells, int count)
    {
        var width = Math.Min(24, ColumnsWidth / count);
        var text = Markup.Escape($"{name,-NameWidth}{string.Concat(cells.Select(cell => (cell.Length < width ? cell : "…" + cell[^(width - 2)..]).PadLeft(width)))}");
        console.MarkupLine(style.Length > 0 ? $"[{style}]{text}[/]" : text);
    }

    private static string Times(double factor) => factor.ToString(factor < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + "x";
}
