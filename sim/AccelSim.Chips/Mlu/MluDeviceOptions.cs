using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Chips.Mlu;

/// <summary>What a device does beside timing.</summary>
public sealed record MluDeviceOptions
{
    /// <summary>Receives one span per instruction of each queue; null for no trace.</summary>
    public SpanRecorder? Trace { get; init; }

    /// <summary>Computes values as well; null for timing only.</summary>
    public IMluValues? Values { get; init; }

    /// <summary>Records who released whom, for the causes of each kernel's elapsed time.</summary>
    public bool CriticalPath { get; init; } = true;

    /// <summary>The first launch of each kernel pays the chip's cold-launch time.</summary>
    public bool Cold { get; init; }

    /// <summary>Link to the host, for what the chip's <c>unifiedMemory</c> leaves open; null where there is no host.</summary>
    public PcieSpec? HostLink { get; init; }
}
