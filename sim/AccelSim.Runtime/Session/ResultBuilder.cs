using System.Collections.Immutable;
using AccelSim.Engine;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>Puts a result together from what the inferences recorded.</summary>
internal sealed class ResultBuilder(ProgramImage image, ChipSpec chip, HostSpec host, SessionOptions options)
{
    private readonly EnergyTable? _energy = chip.EnergyTable;

    public RunResult Build(List<InferenceRecord> records, ImmutableArray<UnitResult> units, FirstRunResult? first)
    {
        var last = records[^1];
        var span = records[^1].End - records[0].Start;
        var time = (span + records.Count - 1) / records.Count;
        var peaks = chip.Peaks;
        return new RunResult
        {
            Model = options.Model,
            Chip = chip.Name,
            Host = host.Name,
            Precision = options.Precision,
            Mode = options.Mode == RunMode.Eager ? "eager" : "graph",
            Batch = options.Batch,
            Iterations = records.Count,
            ClockHz = chip.Clock.Hertz,
            Femtoseconds = time,
            DeviceFemtoseconds = Busy(last.Launches),
            Macs = image.Layers.IsEmpty ? last.Launches.Sum(l => l.Outcome.Counters.Macs) : image.Layers.Sum(l => l.Macs),
            PeakOpsPerSecond = options.Format is { } format ? peaks.MatrixOperationsPerSecond.GetValueOrDefault(format) : 0,
            DramPeakBytesPerSecond = peaks.DramBandwidth.BytesPerSecond,
            PeakDeviceBytes = image.Target.Needs.DeviceBytes,
            DeviceMemoryBytes = peaks.DramBytes,
            Cores = peaks.Cores,
            MemoryCores = peaks.MemoryCores,
            Causes = last.Causes,
            Counters = last.Launches.Aggregate(DeviceCounters.Zero, (sum, l) => sum.Plus(l.Outcome.Counters)),
            Energy = Energy(last.Launches, time),
            Area = [.. chip.AreaEstimate?.Parts.Select(part => new AreaPart(part.Name, part.Area.SquareMicrometres)) ?? []],
            FirstRun = first,
            Layers = Layers(last),
            Units = units,
            HostOperators = HostOperators(last),
            Warnings = Warnings(last),
            Partial = last.Stopped,
            Sampling = Sampling(last.Launches),
        };
    }

    /// <summary>Time in which some launch was under way.</summary>
    private static long Busy(IEnumerable<LaunchRecord> launches)
    {
        var (sum, until) = (0L, 0L);
        foreach (var launch in launches.OrderBy(launch => launch.Start))
        {
            var end = launch.Start + launch.Outcome.Femtoseconds;
            sum += Math.Max(0, end - Math.Max(until, launch.Start));
            until = Math.Max(until, end);
        }

        return sum;
    }

    // A program without layers (assembly) is reported kernel by kernel.
    private ImmutableArray<LayerResult> Layers(InferenceRecord record) =>
    [
        .. record.Launches.GroupBy(l => l.Command.Layer >= 0 ? (Layer: l.Command.Layer, Kernel: -1) : (Layer: -1, l.Command.Kernel))
            .Select(g => Layer(g.Key.Layer, [.. g], record.Start))
            .OrderBy(l => l.Start),
    ];

    private LayerResult Layer(int index, List<LaunchRecord> launches, long begin)
    {
        var byCause = new long[CauseNames.Count];
        foreach (var share in launches.SelectMany(l => l.Outcome.Causes.Shares))
        {
            byCause[(int)share.Cause] += share.Femtoseconds;
        }

        var kernel = image.Kernels[launches[0].Command.Kernel];
        var layer = index >= 0 ? image.Layers[index] : null;
        var time = launches.Sum(l => l.Outcome.Femtoseconds);
        var counters = launches.Aggregate(DeviceCounters.Zero, (sum, l) => sum.Plus(l.Outcome.Counters));
        return new LayerResult
        {
            Name = layer?.Name ?? kernel.Name,
            Operator = layer?.Operator ?? "kernel",
            Start = launches[0].Start - begin,
            Femtoseconds = time,
            Cycles = RunMetrics.Cycles(time, chip.Clock.Hertz),
            Macs = layer?.Macs ?? counters.Macs,
            LeastBytes = layer?.Bytes ?? counters.DramReadBytes + counters.DramWriteBytes,
            KernelType = kernel.TaskType,
            Tasks = launches.Sum(l => (long)l.Command.DimX * l.Command.DimY * l.Command.DimZ),
            Launches = launches.Count,
            Kernel = kernel.Name,
            Schedule = layer?.Schedule is { Length: > 0 } schedule ? schedule : kernel.Source is [{ Note: var note }, ..] ? note : "",
            Causes = new CauseStack(byCause),
            Counters = counters,
            Energy = Energy(launches, time),
            Sampling = Sampling(launches),
        };
    }

    private static SamplingResult? Sampling(IEnumerable<LaunchRecord> launches) => SamplingResult.Sum(launches.Select(launch => launch.Outcome.Sampling));

    private EnergyBreakdown? Energy(IEnumerable<LaunchRecord> launches, long femtoseconds) => _energy is null ? null
        : EnergyAccount.Of(_energy, launches.Aggregate(ActivityCounts.Zero, (sum, launch) => sum.Plus(launch.Outcome.Activity)), femtoseconds);

    private ImmutableArray<HostOperatorResult> HostOperators(InferenceRecord record) =>
    [
        .. record.HostOperators.Select(run =>
        {
            var host = image.HostOperators[run.Operator];
            var bytes = host.Inputs.Where(b => b >= 0 && image.Buffers[b].Kind != BufferKind.Constant).Concat(host.Outputs).Sum(b => image.Buffers[b].Bytes);
            return new HostOperatorResult(host.Name, host.Operator, run.Femtoseconds, bytes);
        }),
    ];

    private ImmutableArray<string> Warnings(InferenceRecord record)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (record.HostOperators.Length > 0)
        {
            var names = string.Join(", ", record.HostOperators.Select(r => image.HostOperators[r.Operator].Operator).Distinct().Order(StringComparer.Ordinal));
            warnings.Add($"{record.HostOperators.Length} operators ran on the host, for want of a lowering that fits the chip: {names}");
        }

        if (image.Target.Chip != chip.Name)
        {
            warnings.Add($"the program was compiled for {image.Target.Chip} and runs on {chip.Name}: its schedules may not suit");
        }

        warnings.AddRange(_energy?.Warnings ?? []);
        return warnings.ToImmutable();
    }
}
