using System.Collections.Immutable;

namespace AccelSim.Results.Compare;

/// <summary>One chip's figures in a comparison.</summary>
/// <param name="Chip">The chip, with what was changed of it.</param>
/// <param name="Femtoseconds">One inference, end to end, fs.</param>
/// <param name="DeviceFemtoseconds">Part of it in which kernels ran, fs.</param>
/// <param name="ItemsPerSecond">Items per second.</param>
/// <param name="JoulesPerItem">Energy of an item; null where the chip file has no energies.</param>
/// <param name="AverageWatts">Mean power; null likewise.</param>
/// <param name="MatrixShare">Part of the peak of the matrix units, end to end; 0 where the peak is not known.</param>
/// <param name="DramShare">Part of the peak of device memory, end to end.</param>
/// <param name="AreaMm2">Estimated silicon; null where there is no estimate.</param>
/// <param name="Bound">The least time that its peaks allow.</param>
/// <param name="Causes">Time by group of causes along the critical path, most first, fs.</param>
public sealed record ComparedRun(
    string Chip, long Femtoseconds, long DeviceFemtoseconds, double ItemsPerSecond, double? JoulesPerItem, double? AverageWatts, double MatrixShare, double DramShare, double? AreaMm2,
    PeakBound Bound, ImmutableArray<GroupTime> Causes)
{
    /// <summary>The figures of a run.</summary>
    public static ComparedRun Of(string chip, RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var bytes = run.Counters.DramReadBytes + run.Counters.DramWriteBytes;
        return new(
            chip, run.Femtoseconds, run.DeviceFemtoseconds, run.ItemsPerSecond(), run.JoulesPerItem(), run.AverageWatts(),
            RunMetrics.FractionOf(run.AchievedOpsPerSecond(), run.PeakOpsPerSecond), RunMetrics.FractionOf(bytes / RunMetrics.Seconds(Math.Max(1, run.Femtoseconds)), run.DramPeakBytesPerSecond),
            run.AreaSquareMillimetres(), PeakBound.Of(run), [.. run.Causes.Groups().Select(group => new GroupTime(group.Group, group.Femtoseconds))]);
    }
}
