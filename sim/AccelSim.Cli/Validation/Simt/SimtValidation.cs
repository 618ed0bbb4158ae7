using System.Globalization;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Reports;
using CsvHelper;

namespace AccelSim.Cli;

/// <summary>
/// Repeats micro-benchmarks of GPUs: a table with one row per measured point (<c>bench,chip,overrides,point,unit,measured,gate,role,source,remark</c>).
/// </summary>
internal static class SimtValidation
{
    private sealed record Row(string Bench, string Chip, string Overrides, string Point, ValidationRow Empty);

    /// <summary>Runs every row of a table whose name or chip contains <paramref name="only"/>.</summary>
    public static async Task<IReadOnlyList<ValidationRow>> RunAsync(string table, string? only, Action<string> show, CancellationToken cancellation)
    {
        bool Wanted(Row row) => only is null || $"{row.Empty.Name} {row.Chip}".Contains(only, StringComparison.OrdinalIgnoreCase);
        var rows = Read(table).Where(Wanted).ToList();
        try
        {
            return await SideBySide.RunAsync(rows, row => row.Empty.Name, (row, token) => Run(row, token), show, cancellation);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{table}: {e.Message}");
        }
    }

    private static ValidationRow Run(Row row, CancellationToken cancellation)
    {
        var chip = ChipFile.Load(ConfigFiles.Chip(row.Chip), row.Overrides.Split(';', StringSplitOptions.RemoveEmptyEntries)) as SimtChip
            ?? throw new FormatException($"{row.Chip} is not of the simt family");
        var point = row.Point.Length > 0 ? double.Parse(row.Point, CultureInfo.InvariantCulture) : 1;
        var done = row.Empty with { Simulated = SimtExperiment.Run(chip, row.Bench, point, row.Empty.Measured, cancellation) };
        return done.Role != "deviation" ? done : done.Passed ? done with { Role = "gate" } : done with { Gate = null };
    }

    private static List<Row> Read(string table)
    {
        try
        {
            var rows = new List<Row>();
            CsvTable.EachComplete(table, cell =>
            {
                double Number(string name) => double.Parse(cell(name), NumberStyles.Float, CultureInfo.InvariantCulture);
                var role = cell("role");
                if (role is not ("gate" or "deviation" or "report" or "calibration"))
                {
                    throw new FormatException($"there is no role '{role}'; there are gate, deviation, calibration and report");
                }

                rows.Add(new Row(
                    cell("bench"), cell("chip"), cell("overrides"), cell("point"),
                    new ValidationRow(
                        SimtExperiment.Name(cell("bench"), cell("point")), cell("chip"), cell("unit"), Number("measured"), null,
                        role is "gate" or "deviation" ? Number("gate") : null, role, cell("source"), cell("remark"))));
            });
            return rows.Count > 0 ? rows : throw new UsageException($"{table}: has no rows");
        }
        catch (Exception e) when (e is FormatException or CsvFormatException or IOException or ArgumentException)
        {
            throw new UsageException($"{table}: {e.Message}");
        }
    }
}
