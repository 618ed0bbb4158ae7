using System.Globalization;
using CsvHelper;
using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>Measured against simulated: as a table, as CSV.</summary>
public static class ValidationReport
{
    // With the columns of figures, the table is as wide as a terminal of 100.
    private const int NameAndChipWidth = 49;
    private const int LongestName = 40;
    private const int ShortestChip = 9;

    /// <summary>Writes the table and the summary of the gated rows and of all.</summary>
    public static void Write(IReadOnlyList<ValidationRow> rows, IAnsiConsole console)
    {
        WriteTable(rows, console);
        WriteReasons(rows, console);
        console.WriteLine();
        foreach (var (name, chosen) in ((string, IEnumerable<ValidationRow>)[])[("gated rows", rows.Where(r => r.Gate is not null)), ("all rows", rows)])
        {
            var summary = ValidationSummary.Of(chosen);
            console.MarkupLine(
                $"{name,-11} {summary.Count,3}   mean {Amounts.Percent(summary.Mean),8}   median {Amounts.Percent(summary.Median),8}   max {Amounts.Percent(summary.Max),8}");
        }
    }

    /// <summary>Writes a line for each row.</summary>
    public static void WriteTable(IReadOnlyList<ValidationRow> rows, IAnsiConsole console)
    {
        var chipWidth = Math.Max(ShortestChip, rows.Select(row => row.Chip.Length).DefaultIfEmpty().Max());
        var nameWidth = Math.Clamp(NameAndChipWidth - chipWidth, ShortestChip, LongestName);
        console.MarkupLine($"[dim]{"experiment".PadRight(nameWidth)} {"chip".PadRight(chipWidth)} {"measured",12} {"simulated",12} {"error",8}  gate[/]");
        foreach (var row in rows)
        {
            var simulated = row.Simulated is { } value ? Value(value, row.Unit) : "-";
            var name = Wrapped(row.Name, nameWidth);
            console.MarkupLine(
                $"{Markup.Escape(name[0].PadRight(nameWidth))} {Markup.Escape(row.Chip.PadRight(chipWidth))} {Value(row.Measured, row.Unit),12} {simulated,12} " +
                $"{(row.Error is { } error ? Signed(error) : "-"),8}  {Verdict(row)}");
            foreach (var rest in name.Skip(1))
            {
                console.MarkupLine($"  {Markup.Escape(rest)}");
            }
        }
    }

    /// <summary>Writes why rows have no simulated value, and how many.</summary>
    public static void WriteReasons(IReadOnlyList<ValidationRow> rows, IAnsiConsole console)
    {
        foreach (var reason in rows.Where(row => row.Simulated is null).GroupBy(row => row.Remark).OrderByDescending(group => group.Count()))
        {
            var text = $"not repeated, {reason.Count()} {(reason.Count() == 1 ? "row" : "rows")}: {(reason.Key.Length > 0 ? reason.Key : "no reason known")}";
            console.MarkupLine($"[dim]{Markup.Escape(text)}[/]");
        }
    }

    /// <summary>Writes the rows as CSV.</summary>
    public static void WriteCsv(IReadOnlyList<ValidationRow> rows, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["experiment", "chip", "unit", "measured", "simulated", "error", "role", "gate", "passed", "source", "remark"]);
        foreach (var row in rows)
        {
            csv.WriteRecord([
                row.Name, row.Chip, row.Unit, Text(row.Measured), Text(row.Simulated), Text(row.Error), row.Role, Text(row.Gate),
                row.Passed ? "true" : "false", row.Source, row.Remark]);
        }
    }

    private static string Text(double? value) => value is null or double.NaN ? "" : value.Value.ToString("R", CultureInfo.InvariantCulture);

    private static string Value(double value, string unit) => double.IsNaN(value) ? "-" : $"{Amounts.Number(value)} {Markup.Escape(unit)}";

    // At spaces where there are some; further lines stand below, two columns to the right.
    private static List<string> Wrapped(string name, int width)
    {
        var lines = new List<string>();
        while (name.Length > width)
        {
            var space = name.LastIndexOf(' ', width);
            var end = space > 0 ? space : width;
            lines.Add(name[..end]);
            name = name[end..].TrimStart();
        }

        lines.Add(name);
        return lines;
    }

    private static string Signed(double error) => (100 * error).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";

    private static string Verdict(ValidationRow row) => row.Gate is { } gate
        ? $"{(row.Passed ? "[green]pass[/]" : "[red]FAIL[/]")} [dim]±{Amounts.Percent(gate)}[/]"
        : $"[dim]{row.Role}[/]";
}
