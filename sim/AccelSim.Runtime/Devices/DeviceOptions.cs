using AccelSim.Engine;

namespace AccelSim.Runtime;

/// <summary>What a device does beside timing.</summary>
public sealed record DeviceOptions
{
    /// <summary>Receives a span per instruction and queue; null for no trace.</summary>
    public SpanRecorder? Trace { get; init; }
}
