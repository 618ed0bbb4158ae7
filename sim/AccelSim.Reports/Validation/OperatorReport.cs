using System.Globalization;
using CsvHelper;
using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>Measured operators against simulated ones: error per row, statistics by group, operator and chip, as a table and as CSV.</summary>
public static class OperatorReport
{
    private const double SpearmanGate = 0.97;

    // What others publish, to compare with: sources in docs/validation.md.
    private static readonly string[] Published =
    [
        "Accel-Sim, 79 applications, V100: mean 15.1 %, median 12.5 %, Spearman's not given (Pearson 0.995 of logarithms)",
        "modern core (MICRO 2025), RTX A6000: mean 14.0 %",
        "roofline with three fitted parameters (mean / median / p90), A100: GEMM fp16/bf16 14.7 / 9.5 / 31 %, int8 23 / 15 / 58 %,",
        "  attention prefill 23 / 19 / 49 %, decode 32 / 24 / 77 %, softmax and norm 22 / 18 / 44 %, element-wise fp32 13 / 12 / 26 %",
        "the same A100 GEMM measured by two or three frameworks: median 5.9 %, p90 20.8 % apart",
    ];

    /// <summary>True where every gated group passes.</summary>
    public static bool Passed(IReadOnlyList<OperatorResult> results) => Groups(results).All(group => group.Key.Passes(group.Statistics));

    /// <summary>Writes rows, reasons and statistics.</summary>
    public static void Write(IReadOnlyList<OperatorResult> results, IAnsiConsole console)
    {
        var simulated = results.Where(result => result.Row.Simulated is not null).ToList();
        ValidationReport.WriteTable([.. simulated.Select(result => result.Row)], console);
        ValidationReport.WriteReasons([.. results.Select(result => result.Row)], console);
        if (simulated.Where(result => result.Bound is not null).ToList() is { Count: > 0 } sampled)
        {
            console.WriteLine();
            console.MarkupLine($"[bold]sampled[/] {sampled.Count} of {simulated.Count} rows: time within ± {Percent(sampled.Max(result => result.Bound!.Value))} at most (row by row in --csv and --html)");
        }

        Statistics("group", Groups(results).Select(group => (group.Key.Name, group.Statistics, Verdict(group.Key, group.Statistics))), console);
        foreach (var (heading, by) in ((string, Func<OperatorResult, string>)[])[("operator", result => result.Family), ("chip", result => result.Row.Chip), ("timing", Timing)])
        {
            Statistics(heading, simulated.GroupBy(by).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, Of(group), "")), console);
        }

        var all = Of(simulated);
        var verdict = all.Count < 2 ? "" : all.Spearman >= SpearmanGate ? $"Spearman [green]above {SpearmanGate:0.00}[/]" : $"Spearman [red]below {SpearmanGate:0.00}[/]";
        Statistics("all", [("all rows", all, verdict)], console);
        console.WriteLine();
        console.MarkupLine("[dim]published, for comparison:[/]");
        foreach (var line in Published)
        {
            console.MarkupLine($"[dim]  {Markup.Escape(line)}[/]");
        }
    }

    /// <summary>Writes every row of the file: first its own columns, then what became of it.</summary>
    public static void WriteCsv(IReadOnlyList<OperatorResult> results, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["source", "chip", "op", "dtype", "dims", "latency_us", "note", "simulated_us", "error", "timing", "group", "remark"]);
        foreach (var result in results)
        {
            csv.WriteRecord([
                .. Columns(result), Text(result.Row.Simulated), Text(result.Row.Error), Timing(result), result.Group?.Name ?? "", result.Row.Remark]);
        }
    }

    /// <summary>Writes rows in the form in which measurements are read.</summary>
    public static void WriteMeasurements(IReadOnlyList<OperatorResult> results, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["source", "chip", "op", "dtype", "dims", "latency_us", "note"]);
        foreach (var result in results)
        {
            csv.WriteRecord(Columns(result));
        }
    }

    private static string[] Columns(OperatorResult result) =>
        [result.Row.Source, result.Row.Chip, result.Operator, result.Type, result.Dims, Text(result.Row.Measured), result.Note];

    private static IEnumerable<(OperatorGroup Key, ErrorStatistics Statistics)> Groups(IReadOnlyList<OperatorResult> results) =>
        results.Where(result => result.Group is not null && result.Row.Simulated is not null)
            .GroupBy(result => result.Group!).OrderBy(group => group.Key.MeanGate is null).ThenBy(group => group.Key.Name, StringComparer.Ordinal).Select(group => (group.Key, Of(group)));

    private static ErrorStatistics Of(IEnumerable<OperatorResult> results) => ErrorStatistics.Of(results.Select(result => result.Row));

    private static void Statistics(string heading, IEnumerable<(string Name, ErrorStatistics Statistics, string Verdict)> lines, IAnsiConsole console)
    {
        console.WriteLine();
        console.MarkupLine($"[dim]{heading,-49} {"rows",4} {"MAPE",7} {"median",7} {"p90",7} {"bias",7} {"Spearman",8}[/]");
        foreach (var (name, s, verdict) in lines)
        {
            console.MarkupLine(
                $"{Markup.Escape(name),-49} {s.Count,4} {Percent(s.Mean),7} {Percent(s.Median),7} {Percent(s.Ninetieth),7} {Signed(s.Bias),7} {Number(s.Spearman),8}  {verdict}".TrimEnd());
        }
    }

    private static string Verdict(OperatorGroup group, ErrorStatistics statistics) => group.MeanGate is not { } mean ? "[dim]reported[/]"
        : $"{(group.Passes(statistics) ? "[green]pass[/]" : "[red]FAIL[/]")} [dim]MAPE {Percent(mean)}{(group.TailGate is { } tail ? $", p90 {Percent(tail)}" : "")}[/]";

    private static string Timing(OperatorResult result) => result.IsLaunchInclusive ? "launch-inclusive" : "kernel-timed";

    private static string Percent(double value) => double.IsNaN(value) ? "-" : (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Signed(double value) => double.IsNaN(value) ? "-" : (100 * value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Text(double? value) => value is null or double.NaN ? "" : value.Value.ToString("R", CultureInfo.InvariantCulture);
}
