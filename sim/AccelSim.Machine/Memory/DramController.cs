using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Policy and queues of the controller of each channel.</summary>
public sealed record DramController : ICheckedRecord
{
    public required PagePolicy PagePolicy { get; init; }

    /// <summary>Read requests waiting per channel, in bursts.</summary>
    [Bounds(1, 4096)]
    public required int ReadQueue { get; init; }

    /// <summary>Posted writes waiting per channel, in bursts.</summary>
    [Bounds(1, 4096)]
    public required int WriteQueue { get; init; }

    /// <summary>Fill of the write queue at which the controller turns the bus to writing.</summary>
    public required Ratio WriteHighWatermark { get; init; }

    /// <summary>Fill at which it turns back to reading.</summary>
    public required Ratio WriteLowWatermark { get; init; }

    /// <summary>Time a request spends in controller and PHY, both ways together, beside the DRAM's own.</summary>
    public required Duration Latency { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (WriteLowWatermark >= WriteHighWatermark)
        {
            report("writeLowWatermark", "must be below writeHighWatermark");
        }
    }
}
