using System.Globalization;
using CsvHelper;
using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>A collective over a range of sizes: as a table, as CSV.</summary>
public static class CollectiveReport
{
    /// <summary>Writes the table.</summary>
    public static void Write(IReadOnlyList<CollectiveRow> rows, IAnsiConsole console)
    {
        console.MarkupLine($"[dim]{"size",9} {"algorithm",-16} {"time",12} {"algbw GB/s",12} {"busbw GB/s",12}[/]");
        foreach (var row in rows)
        {
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
                $"{Size(row.Bytes),9} {row.Algorithm,-16} {row.Microseconds,9:0.0} us {row.AlgorithmGigabytesPerSecond,12:0.00} {row.BusGigabytesPerSecond,12:0.00}"));
        }
    }

    /// <summary>Writes the rows as CSV.</summary>
    public static void WriteCsv(IReadOnlyList<CollectiveRow> rows, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["bytes", "algorithm", "time_us", "algbw_GBps", "busbw_GBps"]);
        foreach (var row in rows)
        {
            csv.WriteRecord([row.Bytes.ToString(CultureInfo.InvariantCulture), row.Algorithm, .. new[] { row.Microseconds, row.AlgorithmGigabytesPerSecond, row.BusGigabytesPerSecond }
                .Select(v => v.ToString("R", CultureInfo.InvariantCulture))]);
        }
    }

    /// <summary>A size in the largest binary unit that it reaches.</summary>
    public static string Size(long bytes)
    {
        var (shift, unit) = bytes >= 1 << 30 ? (30, "GiB") : bytes >= 1 << 20 ? (20, "MiB") : bytes >= 1 << 10 ? (10, "KiB") : (0, "B");
        return $"{bytes >> shift} {unit}";
    }
}
