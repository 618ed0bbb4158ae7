using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Reports;

/// <summary>
/// Figures over time that belong to a timeline: bandwidth of device memory and power, as the mean of each layer while it runs; and how many rows of each
/// kind (compute, copies, blocks on multiprocessors: occupancy) had something under way, from the spans.
/// </summary>
public static partial class TraceCounters
{
    /// <summary>Stretches that the whole is divided into: as many as a screen shows.</summary>
    public const int Steps = 500;

    /// <summary>The counters, those that are never above zero left out.</summary>
    public static ImmutableArray<TraceCounter> Of(RunResult run, SpanRecorder recorder)
    {
        var end = run.Femtoseconds;
        foreach (ref readonly var span in recorder.Spans)
        {
            end = Math.Max(end, span.End);
        }

        foreach (var layer in run.Layers)
        {
            end = Math.Max(end, layer.Start + layer.Femtoseconds);
        }

        var step = (end / Steps) + 1;
        var (bandwidth, power) = (new double[Steps], new double[Steps]);
        foreach (var layer in run.Layers)
        {
            Add(bandwidth, step, layer.Start, layer.Start + layer.Femtoseconds, layer.DramBytesPerSecond() / 1e9);
            Add(power, step, layer.Start, layer.Start + layer.Femtoseconds, layer.Energy is { } energy && layer.Femtoseconds > 0 ? (double)energy.Femtojoules / layer.Femtoseconds : 0);
        }

        return
        [
            .. new[] { Counter("DRAM bandwidth", "GB/s", step, bandwidth), Counter("power in kernels", "W", step, power) }
                .Concat(Busy(recorder, step)).Where(counter => counter.Values.Any(value => value > 0)),
        ];
    }

    /// <summary>The kind of a row: its name without numbers.</summary>
    internal static string Kind(string track) => Blanks().Replace(Numbers().Replace(track, " "), " ").Trim();

    private static IEnumerable<TraceCounter> Busy(SpanRecorder recorder, long step)
    {
        var kinds = recorder.Tracks.All.Select(Kind).ToArray();
        var names = kinds.Distinct(StringComparer.Ordinal).ToArray();
        var sums = names.Select(_ => new double[Steps]).ToArray();
        var kindOf = kinds.Select(kind => Array.IndexOf(names, kind)).ToArray();
        foreach (ref readonly var span in recorder.Spans)
        {
            Add(sums[kindOf[span.Track]], step, span.Start, span.End, 1);
        }

        return names.Select((name, i) => Counter(name, "rows busy", step, sums[i]));
    }

    private static TraceCounter Counter(string name, string unit, long step, double[] values) => new(name, unit, step, [.. values]);

    /// <summary>Adds a value that holds from one time to another to the means of the stretches that it meets.</summary>
    private static void Add(double[] means, long step, long from, long to, double value)
    {
        for (var i = Math.Max(0, from / step); i < means.Length && i * step < to; i++)
        {
            means[i] += value * (Math.Min(to, (i + 1) * step) - Math.Max(from, i * step)) / step;
        }
    }

    [GeneratedRegex(@"\b[0-9]+\b")]
    private static partial Regex Numbers();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
