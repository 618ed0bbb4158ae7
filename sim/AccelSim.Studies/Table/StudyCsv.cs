using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;

namespace AccelSim.Studies;

/// <summary>Rows as CSV: dimensions, figures, and why a row failed.</summary>
public static class StudyCsv
{
    /// <summary>Writes rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="dimensions">Columns of what is varied.</param>
    /// <param name="metrics">Columns of figures.</param>
    /// <param name="to">Where to.</param>
    public static void Write(IEnumerable<StudyRow> rows, ImmutableArray<string> dimensions, ImmutableArray<string> metrics, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord([.. dimensions, .. metrics, "error"]);
        foreach (var row in rows)
        {
            csv.WriteRecord([.. dimensions.Select(name => row.Label(name) ?? ""), .. metrics.Select(name => row.Metric(name)?.ToString("R", CultureInfo.InvariantCulture) ?? ""), row.Error ?? ""]);
        }
    }
}
