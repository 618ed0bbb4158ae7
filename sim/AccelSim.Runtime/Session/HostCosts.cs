using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>Time of what the host does itself, fs.</summary>
internal static class HostCosts
{
    /// <summary>The host reads the tensor in one layout and writes it in the other; a plain copy needs neither.</summary>
    public static long Conversion(HostSpec host, ImageBuffer buffer, long bytes) =>
        buffer.Layout is "" or "dense" ? 0 : HostTimeline.TimeOf(2 * bytes, host.Processor.MemoryBandwidth.BytesPerSecond);

    /// <summary>An operator without a device kernel.</summary>
    public static long Operator(HostSpec host, ProgramImage image, ImageHostOperator run)
    {
        var bytes = run.Inputs.Where(b => b >= 0).Concat(run.Outputs).Sum(b => image.Buffers[b].Bytes);
        return host.Processor.PerOperator.Femtoseconds + Math.Max(
            HostTimeline.TimeOf(run.Operations, host.Processor.ComputeRate.OperationsPerSecond),
            HostTimeline.TimeOf(bytes, host.Processor.MemoryBandwidth.BytesPerSecond));
    }
}
