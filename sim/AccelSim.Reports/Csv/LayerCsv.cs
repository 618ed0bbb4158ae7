using System.Globalization;
using AccelSim.Results;
using CsvHelper;

namespace AccelSim.Reports;

/// <summary>
/// Layers as CSV. The first columns are ours; those behind them have the names and formulas of torch_mlu's kernel_details.csv
/// (profiler/analysis/node.py), as far as they mean something in a simulation.
/// </summary>
public static class LayerCsv
{
    private const double FemtosecondsPerMicrosecond = 1e9;

    private static readonly (string Name, Func<RunResult, LayerResult, int, object> Value)[] Columns =
    [
        ("layer", (_, l, _) => l.Name),
        ("op", (_, l, _) => l.Operator),
        ("cycles", (_, l, _) => l.Cycles),
        ("macs", (_, l, _) => l.Macs),
        ("bytes", (_, l, _) => l.Bytes),
        ("bound", (_, l, _) => l.Bound),
        ("schedule", (_, l, _) => l.Schedule),
        ("energy(uJ)", (_, l, _) => l.Energy is { } energy ? Decimals(1e6 * RunMetrics.Joules(energy.Femtojoules)) : ""),
        ("Thread Id", (_, _, _) => 0),
        ("Correlation Id", (_, _, i) => i),
        ("Kernel Name", (_, l, _) => l.Kernel),
        ("Operator", (_, l, _) => l.Operator),
        ("Start Time", (_, l, _) => Decimals(l.Start / FemtosecondsPerMicrosecond)),
        ("Duration(us)", (_, l, _) => Decimals(l.Femtoseconds / FemtosecondsPerMicrosecond)),
        ("External Id", (_, _, i) => i),
        ("Device Id", (_, _, _) => 0),
        ("Stream Id", (_, _, _) => 0),
        ("Context Id", (_, _, _) => 0),
        ("Kernel Type", (_, l, _) => l.KernelType),
        ("Dims", (_, l, _) => l.Tasks),
        ("Tasktopo", (_, _, _) => ""),
        ("Tasktopo Node", (_, _, _) => ""),
        ("lt_utils(%)", (r, l, _) => Busy(l.Counters.LtCycles, l, r.Cores)),
        ("ct_utils(%)", (r, l, _) => Busy(l.Counters.CtCycles, l, r.Cores)),
        ("dram_read_utils(%)", (r, l, _) => Busy(l.Counters.DramReadCycles, l, r.Cores)),
        ("dram_write_utils(%)", (r, l, _) => Busy(l.Counters.DramWriteCycles, l, r.Cores)),
        ("bandwidth_read_utils(%)", (r, l, _) => Bandwidth(l.Counters.DramReadBytes, l, r)),
        ("bandwidth_write_utils(%)", (r, l, _) => Bandwidth(l.Counters.DramWriteBytes, l, r)),
        ("memcore_io_read_utils(%)", (r, l, _) => Busy(l.Counters.MemoryCoreReadCycles, l, r.MemoryCores)),
        ("memcore_io_write_utils(%)", (r, l, _) => Busy(l.Counters.MemoryCoreWriteCycles, l, r.MemoryCores)),
        ("mv_utils(%)", (r, l, _) => Busy(l.Counters.MoveCycles, l, r.Cores)),
        ("alu_utils(%)", (r, l, _) => Busy(l.Counters.AluCycles, l, r.Cores)),
        ("total_approximate_bandwidth_bytes", (r, l, _) => (long)((Int128)r.DramPeakBytesPerSecond * l.Femtoseconds / 1_000_000_000_000_000)),
        ("total_approximate_ipu_cycles", (r, l, _) => l.Cycles * r.Cores),
        ("total_approximate_memcore_cycles", (r, l, _) => l.Cycles * r.MemoryCores),
        ("tp_core__lt_cycles", (_, l, _) => l.Counters.LtCycles),
        ("tp_core__csimd_post_cycles", (_, l, _) => l.Counters.CtCycles),
        ("tp_core__alu_cycles", (_, l, _) => l.Counters.AluCycles),
        ("tp_core__mv_inst_cycles", (_, l, _) => l.Counters.MoveCycles),
        ("tp_core__dram_read_cycles", (_, l, _) => l.Counters.DramReadCycles),
        ("tp_core__dram_write_cycles", (_, l, _) => l.Counters.DramWriteCycles),
        ("tp_memcore__dram_read_cycles", (_, l, _) => l.Counters.MemoryCoreReadCycles),
        ("tp_memcore__dram_write_cycles", (_, l, _) => l.Counters.MemoryCoreWriteCycles),
    ];

    /// <summary>Writes a header and one row per layer, in order of execution.</summary>
    public static void Write(RunResult run, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord([.. Columns.Select(column => column.Name)]);
        for (var i = 0; i < run.Layers.Length; i++)
        {
            csv.WriteRecord([.. Columns.Select(column => Convert.ToString(column.Value(run, run.Layers[i], i), CultureInfo.InvariantCulture)!)]);
        }
    }

    private static string Busy(long cycles, LayerResult layer, int units) => Decimals(100 * RunMetrics.Utilisation(cycles, layer.Cycles, units));

    private static string Bandwidth(long bytes, LayerResult layer, RunResult run) =>
        Decimals(100 * RunMetrics.FractionOf(bytes / RunMetrics.Seconds(Math.Max(1, layer.Femtoseconds)), run.DramPeakBytesPerSecond));

    private static string Decimals(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
