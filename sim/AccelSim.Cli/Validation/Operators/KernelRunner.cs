using AccelSim.Chips.Simt;
using AccelSim.Compiler.Simt.Operators;
using AccelSim.Machine.Simt;
using AccelSim.Reports;
using AccelSim.Runtime.Simt;

namespace AccelSim.Cli;

/// <summary>
/// Compiles an operator for the chip and runs its kernels on the timing model, without values. Measurements repeat the operator on the same buffers: where they
/// fit into the L2, a first run that is not timed fills it, except for products and look-ups: their sources change the weights from run to run, or run a whole model
/// between. Of rows that would take too long some waves are simulated, and the rest is estimated.
/// </summary>
internal sealed class KernelRunner : IOperatorRunner
{
    /// <inheritdoc/>
    public OperatorTime Run(OperatorRow row, SimtChip chip, CancellationToken cancellation)
    {
        if ((FrameworkKernels.Compile(row, chip) ?? OperatorKernels.Compile(row, chip)) is not { } program)
        {
            return OperatorTime.Not($"{row.Operator} {row.Type} has no kernel on {chip.Name} for such sizes");
        }

        if (program.Bytes > chip.Dram.Capacity.Bytes)
        {
            return OperatorTime.Not($"needs {Amounts.Bytes(program.Bytes)} of device memory, and {chip.Name} has {Amounts.Bytes(chip.Dram.Capacity.Bytes)}");
        }

        var sample = OperatorLimits.Long(row) is null || !program.Integers.IsEmpty ? null : SampleRule.Default;
        var device = new SimtDevice(chip, program.Bytes, program.Integers.IsEmpty ? null : program.Integers.ToArray());
        if (program.Footprint <= chip.L2.Capacity.Bytes && row.Operator is not ("gemm" or "embedding"))
        {
            Launch(device, program, sample, cancellation);
        }

        var warmUp = device.Runs.Count;
        Launch(device, program, sample, cancellation);
        List<SimtKernelRun> runs = [.. device.Runs.Skip(warmUp)];
        var samples = runs.Select(run => run.Sample).OfType<KernelSample>().ToList();
        return new OperatorTime(Time(row, chip, runs), program.Schedule + (sample is null ? "" : Words(samples)))
        {
            Bound = samples.Count == 0 ? null : (double)samples.Sum(part => part.BoundFemtoseconds) / runs.Sum(run => run.End - run.FirstBlock),
        };
    }

    private static string Words(List<KernelSample> samples) => samples.Count == 0 ? "; every block simulated"
        : $"; sampled: {Amounts.Percent((double)samples.Sum(part => part.Simulated) / samples.Sum(part => part.Blocks))} of the blocks";

    private static void Launch(SimtDevice device, OperatorProgram program, SampleRule? sample, CancellationToken cancellation)
    {
        foreach (var request in OperatorRequests.Of(program, sample))
        {
            device.Submit(request, device.Simulation.Now);
            device.Run(cancellation);
        }
    }

    /// <summary>
    /// What the source's timer sees, fs. A profiler: each kernel from its first block to its completion. A graph that is replayed: also the gap before each. One
    /// launch between events, and a layer of TensorRT between events that wait for what is before them: the start of the first kernel on an idle chip.
    /// </summary>
    private static long Time(OperatorRow row, SimtChip chip, List<SimtKernelRun> runs)
    {
        var kernels = runs.Sum(run => run.End - run.FirstBlock);
        var gaps = chip.Launch.KernelGap.Femtoseconds;
        return row.IsLaunchInclusive || row.IsTensorRtLayer ? kernels + chip.Launch.KernelStart.Femtoseconds + (gaps * (runs.Count - 1))
            : row.Note.Contains("cuda-graph", StringComparison.Ordinal) ? kernels + (gaps * runs.Count)
            : kernels;
    }
}
