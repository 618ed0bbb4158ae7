using System.Globalization;
using AccelSim.Interconnect;
using AccelSim.Machine;
using AccelSim.Reports;
using CsvHelper;

namespace AccelSim.Cli;

/// <summary>
/// Repeats measured collectives of systems with eight GPUs: <c>measured_allreduce.csv</c> (system, ranks, bytes, time_us) and, where they are
/// there, <c>measured_sharp_vs_ring.csv</c> (bus bandwidth of other operations) and ASTRA-sim's closed forms.
/// </summary>
internal static class CollectiveValidation
{
    private const long LargeFrom = 1 << 20;
    private const double LargeGate = 0.15;
    private const double SmallGate = 0.25;
    private const double ClosedFormGate = 0.001;
    private const double GigabytesPerSecond = 1e9;

    // What the constants of the system files were fitted on.
    private static readonly (string System, long Mebibytes)[] Fitted =
    [
        ("hgx-h200", 0), ("hgx-h200", 2), ("hgx-h200", 64), ("hgx-h200", 1024), ("hgx-b200", 0), ("hgx-b200", 2), ("hgx-b200", 1024),
        ("hgx-a100", 0), ("hgx-a100", 1), ("hgx-a100", 2), ("hgx-a100", 8), ("hgx-a100", 16), ("hgx-a100", 1024),
    ];

    // The measured curve is not smooth there: 8 MiB takes longer than 16 MiB. docs/validation.md, and a test that notices when they are met.
    private static readonly (string System, long Mebibytes)[] Accepted = [("hgx-b200", 4), ("hgx-b200", 8), ("hgx-b200", 64)];

    /// <summary>Runs every row of a folder whose name contains <paramref name="only"/>.</summary>
    public static IReadOnlyList<ValidationRow> Run(string folder, string? only)
    {
        var rows = new List<ValidationRow>();
        var systems = new SystemFiles();
        Each(folder, "measured_allreduce.csv", cell => rows.AddRange(AllReduce(systems, cell)));
        Each(folder, "measured_sharp_vs_ring.csv", cell => rows.AddRange(BusBandwidth(systems, cell)));
        Each(folder, "astra_formula_h100_8gpu.csv", cell => rows.AddRange(ClosedForms(systems, cell)));
        return rows.Count > 0
            ? [.. rows.Where(r => only is null || r.Name.Contains(only, StringComparison.OrdinalIgnoreCase) || r.Chip.Contains(only, StringComparison.OrdinalIgnoreCase))]
            : throw new UsageException($"{folder}: there is no measured_allreduce.csv with rows");
    }

    private static IEnumerable<ValidationRow> AllReduce(SystemFiles systems, Func<string, string> cell)
    {
        var bytes = long.Parse(cell("bytes"), CultureInfo.InvariantCulture);
        if (systems.Measured(cell("system")) is not { } system || cell("ranks") != "8")
        {
            yield break;
        }

        var rule = CollectiveTime.Rule(system, CollectiveOperation.AllReduce, bytes);
        var time = CollectiveTime.Of(system, CollectiveOperation.AllReduce, bytes, rule) / 1e9;
        var fitted = Fitted.Contains((system.Name, bytes >> 20)) && (bytes >= LargeFrom || bytes == 32 << 10);
        var accepted = Accepted.Contains((system.Name, bytes >> 20));
        yield return new ValidationRow(
            $"all-reduce {CollectiveReport.Size(bytes)} {rule.Algorithm}", system.Name, "us", Number(cell("time_us")), time,
            fitted || accepted ? null : bytes >= LargeFrom ? LargeGate : SmallGate, fitted ? "calibration" : accepted ? "deviation" : "gate", cell("source"),
            accepted ? "the measured curve is not smooth here" : "");
    }

    private static IEnumerable<ValidationRow> BusBandwidth(SystemFiles systems, Func<string, string> cell)
    {
        var name = cell("system");
        var large = (cell("payload") == "16GiB" ? 16L : 8) << 30;
        if (systems.Measured(name) is not { } full || cell("algo") == "memcpy")
        {
            yield break;
        }

        var system = full with { Chips = int.Parse(cell("gpus"), CultureInfo.InvariantCulture) };
        var operation = name.Contains("gather", StringComparison.Ordinal) ? CollectiveOperation.AllGather
            : name.Contains("scatter", StringComparison.Ordinal) ? CollectiveOperation.ReduceScatter : CollectiveOperation.AllReduce;
        foreach (var (algorithm, column) in ((CollectiveAlgorithm, string)[])[
            (cell("algo") == "NVLS" ? CollectiveAlgorithm.InSwitch : CollectiveAlgorithm.Ring, "busbw_GBps"), (CollectiveAlgorithm.Ring, "busbw_nvls_off_GBps")])
        {
            if (cell(column).Length > 0)
            {
                var time = CollectiveTime.Of(system, operation, large, CollectiveTime.Rule(system, operation, large, algorithm));
                var fitted = algorithm == CollectiveAlgorithm.Ring && operation == CollectiveOperation.AllReduce && system.Chips == 8;
                yield return new ValidationRow(
                    $"{operation} {system.Chips} GPUs {algorithm}", full.Name, "GB/s", Number(cell(column)),
                    CollectiveTime.BusBandwidth(operation, system.Chips, large, time) / GigabytesPerSecond, fitted ? null : LargeGate,
                    fitted ? "calibration" : "gate", cell("source"), "");
            }
        }
    }

    private static IEnumerable<ValidationRow> ClosedForms(SystemFiles systems, Func<string, string> cell)
    {
        var system = systems.Named("astra-h100");
        var bytes = long.Parse(cell("bytes"), CultureInfo.InvariantCulture);
        foreach (var (algorithm, column) in ((CollectiveAlgorithm, string)[])[
            (CollectiveAlgorithm.Ring, "ring_ns"), (CollectiveAlgorithm.HalvingDoubling, "halvingdoubling_ns")])
        {
            var time = CollectiveTime.Of(system, CollectiveOperation.AllReduce, bytes, CollectiveTime.Rule(system, CollectiveOperation.AllReduce, bytes, algorithm));
            yield return new ValidationRow($"closed form {CollectiveReport.Size(bytes)} {algorithm}", system.Name, "us", Number(cell(column)) / 1e3, time / 1e9,
                ClosedFormGate, "gate", "ASTRA-sim analytical", "");
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The systems of <c>configs/systems</c> that rows are repeated on, each read once.</summary>
    private sealed class SystemFiles
    {
        private static readonly (string Measured, string Name)[] Known = [("8xA100", "hgx-a100"), ("8xH200", "hgx-h200"), ("8xB200", "hgx-b200")];

        private readonly Dictionary<string, SystemSpec> _read = new(StringComparer.Ordinal);

        public SystemSpec Named(string name)
        {
            if (!_read.TryGetValue(name, out var system))
            {
                _read.Add(name, system = SystemFile.Load(ConfigFiles.System(name)));
            }

            return system;
        }

        /// <summary>The system whose measurements begin with such words; null where there is none.</summary>
        public SystemSpec? Measured(string words) =>
            Array.Find(Known, known => words.StartsWith(known.Measured, StringComparison.Ordinal)) is { Name: { } name } ? Named(name) : null;
    }

    private static void Each(string folder, string name, Action<Func<string, string>> row)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            CsvTable.Each(path, (_, cell) => row(cell));
        }
        catch (Exception e) when (e is FormatException or CsvFormatException or OverflowException)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }
}
