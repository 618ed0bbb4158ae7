using System.Globalization;
using CsvHelper;
using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>A network under traffic patterns: as a table, as CSV.</summary>
public static class NetbenchReport
{
    /// <summary>What a network is measured with, in a sentence.</summary>
    public static string Setting(NetbenchResult result) => string.Create(
        CultureInfo.InvariantCulture, $"{result.Nodes} nodes, {result.Mode} mode, packets of {result.PacketFlits} flits of {result.FlitBytes} B, {result.Gigahertz:0.###} GHz");

    /// <summary>How far a network is loaded, in words.</summary>
    public static string Load(double load) => load == 0 ? "idle" : load == 1 ? "saturated" : string.Create(CultureInfo.InvariantCulture, $"{100 * load:0} %");

    /// <summary>Writes the table, at most 100 columns.</summary>
    public static void Write(NetbenchResult result, IAnsiConsole console)
    {
        console.Write(new Rule($"[bold]{Markup.Escape(result.Name)}[/]  {Markup.Escape(Setting(result))}").LeftJustified().RuleStyle("dim"));
        console.MarkupLine($"[dim]{"",21} {"flits/node/cycle",17} {"",8} {"latency, cycles",29}[/]");
        console.MarkupLine($"[dim]{"pattern",-11} {"load",9} {"offered",8} {"accepted",8} {"GB/s",8} {"mean",8} {"p50",6} {"p95",6} {"p99",6} {"mean, ns",9} {"routers",8}[/]");
        var before = "";
        foreach (var row in result.Points)
        {
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
                $"{(row.Pattern == before ? "" : row.Pattern),-11} {Load(row.Load),9} {row.Offered,8:0.000} {row.Accepted,8:0.000} {Amounts.Number(row.GigabytesPerSecond),8} {row.MeanLatency,8:0.0} {row.MedianLatency,6} {row.Percentile95,6} {row.TailLatency,6} {row.MeanNanoseconds,9:0.0} {row.Hops,8:0.00}"));
            before = row.Pattern;
        }

        console.MarkupLine("[dim]saturated: the highest load whose mean latency stays below three times that of the idle network[/]");
    }

    /// <summary>Writes the rows as CSV.</summary>
    public static void WriteCsv(NetbenchResult result, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["pattern", "load", "offered", "accepted", "GBps", "mean_cycles", "p50_cycles", "p95_cycles", "p99_cycles", "mean_ns", "routers"]);
        foreach (var row in result.Points)
        {
            double[] numbers =
            [
                row.Load, row.Offered, row.Accepted, row.GigabytesPerSecond, row.MeanLatency, row.MedianLatency, row.Percentile95, row.TailLatency, row.MeanNanoseconds, row.Hops,
            ];
            csv.WriteRecord([row.Pattern, .. numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))]);
        }
    }
}
