using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace AccelSim.Cli;

/// <summary>
/// Reads measurements from CSV: our own columns (configs/validation/mlu.csv), or those of public hardware tables
/// (chip, op, variant, dtype, dims, value, unit, source).
/// </summary>
internal static class MeasurementFile
{
    private const long LargestFile = 16 << 20;

    private static readonly (string Words, string Program)[] Ladder =
    [
        ("scalar GDRAM", "tut370-1-scalar-gdram"), ("scalar NRAM", "tut370-2-scalar-nram"), ("NRAM, 1 core", "tut370-3-matmul"),
        ("all cores", "tut370-4-blocks"), ("3-stage", "tut370-5-pipe3"), ("5-stage", "tut370-6-pipe5"),
    ];

    public static List<Measurement> Read(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > LargestFile)
        {
            throw new UsageException($"{path}: there is no such file, or it is larger than any table of measurements");
        }

        var rows = new List<Measurement>();
        try
        {
            CsvTable.Each(path, (columns, cell) => rows.Add(
                columns.Contains("experiment") ? Own(cell)
                : columns.Contains("hardware_time_us") ? PublicTables.Operator(cell)
                : columns.Contains("workload") ? PublicTables.Figure(cell)
                : columns.Contains("op") ? Public(cell)
                : throw new UsageException($"{path}: not a known table; it needs a column 'experiment', 'hardware_time_us', 'workload' or 'op' (docs/validation.md)")));
        }
        catch (Exception e) when (e is CsvFormatException or FormatException or JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new UsageException($"{path}, row {rows.Count + 2}: {e.Message}");
        }

        return rows;
    }

    private static Measurement Own(Func<string, string> cell) => new()
    {
        Experiment = cell("experiment"),
        Program = cell("program"),
        Chip = cell("chip"),
        Overrides = cell("overrides"),
        Batch = cell("batch").Length == 0 ? 1 : int.Parse(cell("batch"), CultureInfo.InvariantCulture),
        Dimensions = cell("dims"),
        Sample = cell("sample") == "true",
        Precision = cell("precision"),
        Metric = cell("metric"),
        Factor = cell("factor").Length == 0 ? 1 : Number(cell("factor"), "factor"),
        Cold = cell("cold") == "true",
        Measured = Number(cell("measured"), "measured"),
        Unit = cell("unit"),
        Gate = cell("gate").Length == 0 ? null : Number(cell("gate"), "gate"),
        Role = cell("role"),
        Source = cell("source"),
        Remark = cell("remark"),
    };

    private static Measurement Public(Func<string, string> cell)
    {
        var op = cell("op").Split(':');
        var variant = cell("variant");
        var step = Ladder.FirstOrDefault(s => variant.Contains(s.Words, StringComparison.Ordinal));
        var isModel = op is ["model", _, "infer"];
        var isLadder = op[0] == "matmul" && step.Program is not null;
        return new Measurement
        {
            Experiment = $"{cell("op")} {variant} {cell("dtype")}".Replace("  ", " ", StringComparison.Ordinal),
            Program = isModel ? $"programs/models/{op[1]}.onnx" : isLadder ? $"programs/mlu/{step.Program}.asm" : "",
            Chip = cell("chip").ToLowerInvariant(),
            Batch = Batch(cell("dims")),
            Precision = cell("dtype") is "fp32" or "fp16" or "bf16" ? cell("dtype") + (variant.StartsWith("eager", StringComparison.Ordinal) ? "-eager" : "") : "int8",
            Metric = isModel ? "deviceItemsPerSecond" : "kernelMicroseconds",
            Factor = cell("unit") == "ms" ? 1e-3 * (step.Program?.Contains("scalar", StringComparison.Ordinal) == true ? Rows(step.Program) : 1) : 1,
            Cold = isLadder,
            Measured = Number(cell("value"), "value"),
            Unit = cell("unit"),
            Source = cell("source"),
        };
    }

    // The scalar programs run a few of the 128 rows; time is proportional.
    private static double Rows(string program) => program.Contains("nram", StringComparison.Ordinal) ? 32 : 128;

    private static int Batch(string dims) =>
        dims.StartsWith('{') && JsonDocument.Parse(dims).RootElement.TryGetProperty("batch", out var batch) ? batch.GetInt32() : 1;

    private static double Number(string text, string column) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number : throw new FormatException($"column '{column}' holds '{text}', which is no number");
}
