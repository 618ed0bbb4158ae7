using System.Globalization;
using CsvHelper;
using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>A memory under patterns: as a table, as CSV.</summary>
public static class MembenchReport
{
    // Patterns whose points are far from keeping the buses busy: what those did says nothing.
    private static readonly string[] Unhurried = ["latency", "outstanding", "load", "load-random"];

    /// <summary>Writes the table, at most 100 columns.</summary>
    public static void Write(MembenchResult result, IAnsiConsole console)
    {
        var title = FormattableString.Invariant($"{result.Name}  {result.Device}  {result.Channels} data buses  {result.PeakGigabytesPerSecond:0.0} GB/s peak");
        console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]").LeftJustified().RuleStyle("dim"));
        console.MarkupLine(FormattableString.Invariant($"[dim]requests of {result.RequestBytes} B, {result.Outstanding} outstanding for each data bus, where the pattern does not say otherwise[/]"));
        console.MarkupLine($"[dim]{"",46} {"latency, ns",22}  {"time of the data buses, %",29}[/]");
        console.MarkupLine($"[dim]{"pattern",-12} {"",8} {"GB/s",6} {"of peak",7} {"row hits",8} {"mean",7} {"p50",7} {"p99",7}  {"data",4} {"grp",4} {"rows",4} {"refr",4} {"turn",4} {"idle",4}[/]");
        var before = "";
        foreach (var row in result.Points)
        {
            var bus = Array.IndexOf(Unhurried, row.Pattern) >= 0 ? ""
                : string.Join(' ', new[] { row.Data, row.BankGroup, row.RowMiss, row.Refresh, row.Turnaround, row.Idle }.Select(share => string.Create(CultureInfo.InvariantCulture, $"{100 * share,4:0}")));
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
                $"{(row.Pattern == before ? "" : row.Pattern),-12} {row.Point,8} {Amounts.Number(row.GigabytesPerSecond),6} {Amounts.Percent(row.PeakFraction),7} {Amounts.Percent(row.RowHitRate),8} {row.MeanLatency,7:0.0} {row.MedianLatency,7:0.0} {row.TailLatency,7:0.0}  {bus}").TrimEnd());
            before = row.Pattern;
        }

        console.MarkupLine("[dim]grp: between bursts of a bank group; rows: closed, opened; turn: read to write, back; idle: unasked[/]");
    }

    /// <summary>Writes the rows as CSV.</summary>
    public static void WriteCsv(MembenchResult result, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(
        [
            "pattern", "point", "x", "GBps", "peak_fraction", "row_hit_rate", "mean_ns", "p50_ns", "p99_ns", "bus_data", "bus_bank_group", "bus_rows", "bus_refresh", "bus_turnaround", "bus_idle",
        ]);
        foreach (var row in result.Points)
        {
            double[] numbers =
            [
                row.X, row.GigabytesPerSecond, row.PeakFraction, row.RowHitRate, row.MeanLatency, row.MedianLatency, row.TailLatency,
                row.Data, row.BankGroup, row.RowMiss, row.Refresh, row.Turnaround, row.Idle,
            ];
            csv.WriteRecord([row.Pattern, row.Point, .. numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))]);
        }
    }
}
