using System.Collections.Immutable;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Studies;

/// <summary>The figures of a run that a study keeps, each with its unit in its name or beside it.</summary>
public static class StudyMetrics
{
    /// <summary>What the name of a part of the time begins with: <c>cause.dram</c> is the share of the time that goes to DRAM.</summary>
    public const string CausePrefix = "cause.";

    private static readonly ImmutableArray<(string Name, string Unit, Func<RunResult, double?> Value)> All =
    [
        ("cycles", "cycles of the core clock, one inference", run => run.Cycles()),
        ("deviceCycles", "cycles of the core clock, kernels alone", run => run.DeviceCycles()),
        ("seconds", "s, one inference", run => RunMetrics.Seconds(run.Femtoseconds)),
        ("deviceSeconds", "s, kernels alone", run => RunMetrics.Seconds(run.DeviceFemtoseconds)),
        ("itemsPerSecond", "items/s", run => run.ItemsPerSecond()),
        ("deviceItemsPerSecond", "items/s, kernels alone", run => run.DeviceItemsPerSecond()),
        ("opsPerSecond", "operations/s, a multiply-add is two", run => run.AchievedOpsPerSecond()),
        ("utilisation", "part of the peak of the matrix units", run => RunMetrics.FractionOf(run.AchievedOpsPerSecond(), run.PeakOpsPerSecond)),
        ("dramBytes", "bytes of device memory read and written", run => run.Counters.DramReadBytes + run.Counters.DramWriteBytes),
        ("dramUtilisation", "part of the peak of device memory", run => RunMetrics.FractionOf(run.DramBytesPerSecond(), run.DramPeakBytesPerSecond)),
        ("peakDeviceBytes", "bytes of device memory in use", run => run.PeakDeviceBytes),
        ("energyJoules", "J, one inference", run => run.EnergyJoules()),
        ("joulesPerItem", "J/item", run => run.JoulesPerItem()),
        ("averageWatts", "W", run => run.AverageWatts()),
        ("energyDelay", "J s, one inference", run => run.EnergyJoules() * RunMetrics.Seconds(run.Femtoseconds)),
        ("areaMm2", "mm2, estimate", run => run.AreaSquareMillimetres()),
    ];

    /// <summary>Names, without those of causes.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(metric => metric.Name)];

    /// <summary>Whether a name is that of a figure.</summary>
    public static bool IsKnown(string name) =>
        Names.Contains(name) || (name.StartsWith(CausePrefix, StringComparison.Ordinal) && Enum.GetValues<Cause>().Any(cause => CausePrefix + cause.DisplayName() == name));

    /// <summary>Unit and meaning of a figure.</summary>
    public static string Unit(string name) => All.FirstOrDefault(metric => metric.Name == name).Unit ?? "part of the time";

    /// <summary>All figures of a run that have a value, those of causes behind the others.</summary>
    public static ImmutableArray<KeyValuePair<string, double>> Of(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figures = ImmutableArray.CreateBuilder<KeyValuePair<string, double>>();
        foreach (var (name, _, value) in All)
        {
            if (value(run) is { } number && double.IsFinite(number))
            {
                figures.Add(KeyValuePair.Create(name, number));
            }
        }

        foreach (var (cause, billionths) in run.Causes.Fractions())
        {
            figures.Add(KeyValuePair.Create(CausePrefix + cause.DisplayName(), billionths / 1e9));
        }

        return figures.ToImmutable();
    }
}
