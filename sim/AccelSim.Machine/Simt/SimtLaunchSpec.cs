using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>What the chip spends on starting and ending kernels and CTAs (the host's share is in the host file).</summary>
public sealed record SimtLaunchSpec
{
    /// <summary>Command received by an idle chip to the first CTA on an SM.</summary>
    public required Duration KernelStart { get; init; }

    /// <summary>End of a kernel to the first CTA of the next of the same stream, where its command was there already.</summary>
    public required Duration KernelGap { get; init; }

    /// <summary>Last instruction of the last CTA to completion seen by the next command: stores visible, caches of the SMs invalid.</summary>
    public required Duration KernelDrain { get; init; }

    /// <summary>CTAs that the whole chip places in a cycle, each on a different SM.</summary>
    [Bounds(1, 1024)]
    public required int CtasPerCycle { get; init; }

    /// <summary>A CTA placed on an SM to the first issue of its warps: registers and shared memory set up, code fetched.</summary>
    public required Cycles CtaStart { get; init; }

    /// <summary>Kernels that run at the same time.</summary>
    [Bounds(1, 1024)]
    public required int MaxConcurrentKernels { get; init; }

    /// <summary>Queues of commands that the chip takes from independently.</summary>
    [Bounds(1, 1024)]
    public required int Streams { get; init; }
}
