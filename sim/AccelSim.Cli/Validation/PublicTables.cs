using System.Globalization;

namespace AccelSim.Cli;

/// <summary>
/// Tables of other people's measurements: vendor operators (source, chip, op, dtype, input_shape, hardware_time_us, ...) and published figures
/// (chip, workload, metric, value, unit, ...). Rows whose kernel is in programs/mlu are repeated, the others say why not.
/// </summary>
internal static class PublicTables
{
    /// <summary>Kernels whose structure is public, and how many of their runs make up the measured one.</summary>
    private static readonly (string Words, string Program, double Times, bool Cold)[] Kernels =
    [
        ("gemm step1", "gemm270-1-scalar-gdram", 256, true), ("gemm step2", "gemm270-2-scalar-nram", 64, true), ("gemm step3", "gemm270-3-conv", 20, true),
        ("gemm step4_1", "gemm270-4-parallel", 1, false), ("gemm step5", "gemm270-5-sram", 1, false), ("gemm step6", "gemm270-6-pipeline", 1, false),
        ("matmul 01", "gemm370-1-scalar-gdram", 128, true), ("matmul 02", "gemm370-2-scalar-nram", 32, true), ("matmul 03", "gemm370-3-matmul", 1, true),
        ("matmul 04", "gemm370-4-blocks", 1, true), ("matmul 05", "gemm370-5-pipe3", 1, true), ("matmul 06", "gemm370-6-pipe5", 1, true),
    ];

    /// <summary>A row of a table of vendor operators.</summary>
    public static Measurement Operator(Func<string, string> cell)
    {
        var op = cell("op");
        var kernel = Array.Find(Kernels, k => op.StartsWith(k.Words, StringComparison.Ordinal));
        var (chip, known) = Chip(cell("chip"));
        var measured = Number(cell("hardware_time_us"));
        var reason = double.IsNaN(measured) ? "the table gives no time"
            : kernel.Program is null ? "the kernel behind it is not public, and none here computes the same"
            : known ? "" : $"no file in configs/chips describes a '{cell("chip")}'";
        return new Measurement
        {
            Experiment = $"{op.Split(':', '(')[0].Trim()} {cell("dtype")} {cell("input_shape")}".TrimEnd(),
            Program = reason.Length > 0 ? "" : $"programs/mlu/{kernel.Program}.asm",
            Chip = chip,
            Metric = "kernelMicroseconds",
            Factor = kernel.Program is null ? 1 : kernel.Times,
            Cold = kernel.Cold,
            Measured = measured,
            Unit = "us",
            Source = cell("source"),
            Remark = reason,
        };
    }

    /// <summary>A row of a table of published figures.</summary>
    public static Measurement Figure(Func<string, string> cell)
    {
        var isPeak = cell("workload") == "peak";
        var (chip, known) = Chip(cell("chip"));
        return new Measurement
        {
            Experiment = $"{cell("workload")} {cell("metric")} {cell("precision")}".TrimEnd(),
            Program = "",
            Chip = chip,
            Metric = "deviceItemsPerSecond",
            Measured = Number(cell("value")),
            Unit = cell("unit").Split(' ')[0],
            Source = cell("source"),
            Remark = isPeak ? "a figure of the data sheet, nothing to run: accelsim chips prints the peaks that follow from a chip file"
                : known ? "the compiler and the precision of each layer behind it are not public" : "no chip file describes that device",
        };
    }

    /// <summary>The chip file that a table's words mean, and whether there is one.</summary>
    private static (string Name, bool Known) Chip(string words)
    {
        var name = words.Split(' ', '(')[0].Trim().ToLowerInvariant() switch { "mlu270" => "mlu270-s4", "mlu290" => "mlu290-m5", "mlu590" => "mlu590-h8", var other => other };
        return (name, ConfigFiles.Folder("chips") is { } folder && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && File.Exists(Path.Combine(folder, name + ".yaml")));
    }

    // A figure that is a range or a remark is no number.
    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
