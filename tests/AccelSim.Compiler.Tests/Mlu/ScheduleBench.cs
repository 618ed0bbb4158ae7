using System.Collections.Immutable;
using AccelSim.Chips.Mlu;
using AccelSim.Compiler.Mlu;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Functional.Mlu;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Layers, the best schedule of every form by estimate, and the cycles that the chip model takes for each.</summary>
internal static class ScheduleBench
{
    /// <summary>A schedule with its estimated and simulated cycles.</summary>
    public sealed record Entry(ConvSchedule Schedule, double Estimated, long Simulated, long DramReadBytes, long DramWriteBytes);

    /// <summary>A layer of ResNet-50 or a transformer.</summary>
    public static ConvProblem Layer(long n, long size, long ci, long co, long kernel, long stride, bool residual = false)
    {
        var pad = kernel / 2;
        return new ConvProblem
        {
            N = n,
            H = size,
            W = size,
            Ci = ci,
            Co = co,
            Kh = kernel,
            Kw = kernel,
            Sy = stride,
            Sx = stride,
            Top = pad,
            Bottom = pad,
            Left = pad,
            Right = pad,
            HasBias = true,
            HasResidual = residual,
            Activation = Activation.Relu,
        }.Simplified();
    }

    /// <summary>A product of m rows with a constant matrix.</summary>
    public static ConvProblem Product(long m, long k, long n) => new() { N = 1, H = m, W = 1, Ci = k, Co = n, HasBias = true };

    /// <summary>Simulates the schedule of least estimate of every form.</summary>
    public static ImmutableArray<Entry> Run(ConvProblem problem, MluChip chip) => Run(problem, chip, ConvCandidates.Of(problem, new MluTarget(chip, MluDataType.F16))
        .Select(tiling => (tiling.Schedule, Cycles: ConvScheduler.Estimate(tiling, new MluTarget(chip, MluDataType.F16))))
        .GroupBy(entry => (entry.Schedule.Stages, entry.Schedule.Share, entry.Schedule.Union, entry.Schedule.CoTasks))
        .Select(group => group.MinBy(entry => entry.Cycles).Schedule));

    /// <summary>Simulates schedules, values left out.</summary>
    public static ImmutableArray<Entry> Run(ConvProblem problem, MluChip chip, IEnumerable<ConvSchedule> schedules)
    {
        var target = new MluTarget(chip, MluDataType.F16);
        return [.. schedules.Select(schedule =>
        {
            var tiling = new ConvTiling(problem, schedule, target);
            var kernel = ConvKernel.Write("conv", tiling, target);
            var device = new MluDevice(chip, new MluDeviceOptions());
            // inputs, weights and results far apart, as a memory plan places them
            long[] places = [.. kernel.Parameters.Select((_, i) => (i + 1) * (64L << 20))];
            var run = device.Submit(
                new MluLaunchRequest { Program = new MluProgram(kernel.Kernel), DimX = kernel.Tasks, DimY = 1, DimZ = 1, Arguments = places }, device.Simulation.Now);
            device.Run(TestContext.Current.CancellationToken);
            MluCoreCounters cores = device.CoreCounters, memory = device.MemoryCoreCounters;
            var cycles = (long)((Int128)(run.End - run.Start) * chip.Clock.Hertz / 1_000_000_000_000_000L);
            return new Entry(schedule, ConvScheduler.Estimate(tiling, target) + target.LaunchCycles, cycles, cores.DramReadBytes + memory.DramReadBytes, cores.DramWriteBytes + memory.DramWriteBytes);
        })];
    }
}
