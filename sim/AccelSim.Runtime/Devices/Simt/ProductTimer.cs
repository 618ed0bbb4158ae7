using AccelSim.Chips.Simt;
using AccelSim.Compiler.Simt.Operators;
using AccelSim.Machine.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Times a product by itself on an idle chip whose caches are empty: what is tried for <c>--autotune</c>.</summary>
public static class ProductTimer
{
    /// <summary>Cycles of the SMs from the first block of the first kernel to the end of the last kernel, the gap between kernels included.</summary>
    /// <param name="chip">Chip.</param>
    /// <param name="program">Kernels and their buffers.</param>
    /// <param name="sample">True to sample kernels of many waves.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static long Cycles(SimtChip chip, OperatorProgram program, bool sample, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(program);
        var device = new SimtDevice(chip, program.Bytes);
        foreach (var request in OperatorRequests.Of(program, sample ? SampleRule.Default : null))
        {
            device.Submit(request);
        }

        device.Run(cancellation);
        return device.Clock.CyclesCeiling(device.Runs[^1].End - device.Runs[0].FirstBlock);
    }
}
