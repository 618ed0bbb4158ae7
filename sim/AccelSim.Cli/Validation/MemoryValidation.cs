using System.Globalization;
using AccelSim.Machine;
using AccelSim.Memory;
using AccelSim.Reports;
using CsvHelper;

namespace AccelSim.Cli;

/// <summary>
/// Repeats runs of DRAMsim3 and Ramulator 2.1: a folder of tables (<c>sat_*.csv</c>, <c>open_*.csv</c>) and their configurations
/// (<c>configs/NAME.json</c>). What each row is driven with is written in the row. <see cref="MeasuredMemories"/> are in <c>measured.csv</c>.
/// </summary>
internal static class MemoryValidation
{
    private const double ThroughputGate = 0.02;
    private const double OneBankGate = 0.005;
    private const double MixGate = 0.08;
    private const double MeanGate = 0.08;
    private const double TailGate = 0.30;
    private const double HitPoints = 0.01;
    private const double LoadedUpTo = 0.8;

    // docs/validation.md says why; a test sees to it that each still deviates.
    private static readonly (string Config, string Name, string Reason)[] Accepted =
    [
        ("r_lpddr5", "", "CAS commands for the data clock are not modelled"),
        ("r_gddr7", "", "stopping and starting of the read clock is not modelled"),
        ("r_", "alt 1/3 hits", "a hit is judged there when a request's first command issues, here when its column command does"),
        ("d_hbm2_1ch_close", "rate", "a refresh behind an auto-precharge waits for tRC here, not there"),
    ];

    private sealed record Case(
        string Table, DramReferenceFile File, string Map, DramTraffic Traffic, string Mode, string Name, long Requests, double Offered,
        int Outstanding, double Peak, double Fraction, double Mean, double Median, double Tail, double Hits)
    {
        public bool Reads => Traffic.Writes == 0;

        public bool Mixed => Traffic.Writes > 0 && Traffic.Writes < Traffic.Of;
    }

    /// <summary>Repeats every run of a folder whose name contains <paramref name="only"/>.</summary>
    public static async Task<IReadOnlyList<ValidationRow>> RunAsync(string folder, string? only, Action<string> show, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{folder}: there is no such folder");
        }

        var simulated = Directory.GetFiles(folder, "sat_*.csv").Concat(Directory.GetFiles(folder, "open_*.csv")).Order(StringComparer.Ordinal);
        var all = simulated.SelectMany(table => Read(folder, table)).ToList();
        var runs = all.Select(run => (Name: $"{run.File.Name} {run.Name}", Run: (Func<CancellationToken, IEnumerable<ValidationRow>>)(_ => Compare(run, all))))
            .Concat(Directory.GetFiles(folder, "measured.csv").SelectMany(MeasuredMemories.Read))
            .Where(run => only is null || run.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        var rows = await SideBySide.RunAsync(runs, run => run.Name, (run, token) => run.Run(token).ToList(), show, cancellation);
        return [.. rows.SelectMany(r => r)];
    }

    private static IEnumerable<ValidationRow> Compare(Case run, List<Case> all)
    {
        var load = new DramLoad(run.File.Device, run.File.Policy, run.File.Map(run.Map), run.File.Channels);
        var result = run.Mode switch
        {
            "sat" => load.Saturate(run.Traffic, run.Requests, run.Outstanding),
            "open" => load.Offer(run.Traffic, run.Requests, run.Offered * run.Peak),
            _ => load.OneByOne(run.Traffic, run.Requests),
        };
        if (run.Mode == "idle")
        {
            yield return Row(run, "median", "ticks", run.Median, result.MedianLatency, 0);
            yield break;
        }

        if (run.Mode == "sat")
        {
            yield return Row(run, "rate", "peak", run.Fraction, result.Utilisation, ThroughputGateOf(run));
            if (run.Hits > 0.05)
            {
                yield return Row(run, "hits", "share", run.Hits, result.RowHitRate, HitPoints / run.Hits);
            }

            yield break;
        }

        var loaded = run.Fraction <= LoadedUpTo * Saturation(run, all);
        yield return Row(run, "mean", "ticks", run.Mean, result.MeanLatency, loaded ? MeanGate : null);
        yield return Row(run, "p99", "ticks", run.Tail, result.TailLatency, loaded && run.Reads ? TailGate : null);
    }

    private static double ThroughputGateOf(Case run) =>
        run.Mixed || run.Traffic.Pattern == DramPattern.Copy ? MixGate
        : run.Traffic.Pattern is DramPattern.RowConflict or DramPattern.BankHit ? OneBankGate : ThroughputGate;

    /// <summary>What the same stream reaches when nothing limits it; where that was not measured, the most that any load of it reached.</summary>
    private static double Saturation(Case run, List<Case> all)
    {
        var same = all.Where(r => r.File.Name == run.File.Name && r.Map == run.Map && r.Traffic == run.Traffic).ToList();
        return same.Where(r => r.Mode == "sat" && r.Outstanding == int.MaxValue).Select(r => r.Fraction).DefaultIfEmpty(same.Max(r => r.Fraction)).First();
    }

    private static ValidationRow Row(Case run, string what, string unit, double measured, double simulated, double? gate)
    {
        var row = new ValidationRow($"{run.Name} {what}", run.File.Name, unit, measured, simulated, gate, gate is null ? "report" : "gate",
            run.File.Policy.Scheduling == DramScheduling.PerBankQueues ? "DRAMsim3" : "Ramulator 2.1", "");
        var accepted = row.Passed ? default : Accepted.FirstOrDefault(a => run.File.Name.StartsWith(a.Config, StringComparison.Ordinal) && row.Name.Contains(a.Name, StringComparison.Ordinal));
        return accepted.Reason is null ? row : row with { Gate = null, Role = "deviation", Remark = accepted.Reason };
    }

    private static List<Case> Read(string folder, string table)
    {
        try
        {
            var files = new Dictionary<string, DramReferenceFile>(StringComparer.Ordinal);
            var runs = new List<Case>();
            CsvTable.EachComplete(table, cell =>
            {
                double Number(string name) => cell(name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : 0;
                var config = cell("config");
                if (!files.TryGetValue(config, out var file))
                {
                    files[config] = file = DramReferenceFile.Load(Path.Combine(folder, "configs", config + ".json"));
                }

                var parts = cell("wr").Split('/');
                var traffic = new DramTraffic
                {
                    Pattern = Pattern(cell("pattern")),
                    StrideBytes = (long)Number("stride"),
                    Run = Math.Max(1, (int)Number("run")),
                    RandomMix = cell("mix") == "lcg",
                    Writes = int.Parse(parts[0], CultureInfo.InvariantCulture),
                    Of = int.Parse(parts[^1], CultureInfo.InvariantCulture),
                };
                string[] name = [cell("map"), cell("pattern"), cell("stride"), cell("run"), cell("mix"), cell("wr") == "0/1" ? "" : cell("wr"), cell("offered"), cell("maxout")];
                runs.Add(new Case(
                    table, file, cell("map").Length > 0 ? cell("map") : "map", traffic, cell("mode"), string.Join(' ', name.Where(n => n.Length > 0)),
                    (long)Number("n"), Number("offered"), Number("maxout") is > 0 and var most ? (int)most : int.MaxValue, Number("peak_req_per_cyc"),
                    Number("frac"), Number("lat_mean"), Number("lat_p50"), Number("lat_p99"), Number("row_hit_rate")));
            });
            return runs.Count > 0 ? runs : throw new UsageException($"{table}: has no rows");
        }
        catch (Exception e) when (e is FormatException or CsvFormatException or IOException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new UsageException($"{table}: {e.Message}");
        }
    }

    private static DramPattern Pattern(string name) => name switch
    {
        "seq" => DramPattern.Sequential,
        "stride" => DramPattern.Strided,
        "rand" => DramPattern.Random,
        "copy" => DramPattern.Copy,
        "rowconf" => DramPattern.RowConflict,
        "bankrow" => DramPattern.BankRow,
        "bghit" => DramPattern.BankHit,
        "firsttouch" => DramPattern.FirstTouch,
        _ => throw new FormatException($"there is no pattern '{name}'; there are seq, stride, rand, copy, rowconf, bankrow, bghit and firsttouch"),
    };
}
