using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Policy and queues of the controller of each channel.</summary>
public sealed record DramController : ICheckedRecord
{
    /// <summary>Order of requests.</summary>
    public DramScheduling Scheduling { get; init; } = DramScheduling.ReadyFirst;

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

    /// <summary>
    /// Reads, in bursts, that go between two batches of writes while any wait, however full the write queue; 16 where not given, the
    /// <c>min_reads_per_switch</c> of gem5's memory controller. Without it a source of many writes would let hardly a read through.
    /// </summary>
    [Bounds(0, 4096)]
    public int ReadsPerTurn { get; init; } = 16;

    /// <summary>
    /// Accesses of an open row after which its hits no longer go before an older request for another row of the bank; bounds how long a request
    /// can be passed over (FR-FCFS with a cap: Mutlu and Moscibroda, MICRO 2007). 0, the default and that of Ramulator, for none.
    /// </summary>
    [Bounds(0, 4096)]
    public int RowHitCap { get; init; }

    /// <summary>What is refreshed at once.</summary>
    public DramRefresh Refresh { get; init; } = DramRefresh.AllBanks;

    /// <summary>Time a request spends in controller and PHY, both ways together, beside the DRAM's own.</summary>
    public required Duration Latency { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (WriteLowWatermark >= WriteHighWatermark)
        {
            report("writeLowWatermark", "must be below writeHighWatermark");
        }

        if (Refresh == DramRefresh.SingleBanks && Scheduling != DramScheduling.ReadyFirst)
        {
            report("refresh", "singleBanks needs scheduling: readyFirst; perBankQueues refreshes all banks at once");
        }

        if (RowHitCap > 0 && Scheduling != DramScheduling.ReadyFirst)
        {
            report("rowHitCap", "needs scheduling: readyFirst; perBankQueues has a limit of its own");
        }

        if (PagePolicy == PagePolicy.Closed && Scheduling != DramScheduling.PerBankQueues)
        {
            report("pagePolicy", "closed needs scheduling: perBankQueues; readyFirst leaves rows open");
        }
    }
}
