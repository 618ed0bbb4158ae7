using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Queues and policy of the controller of a channel. Sizes are in bursts.</summary>
public sealed record ChannelPolicy
{
    public required DramScheduling Scheduling { get; init; }

    /// <summary>Reads that wait before their bank (all of them under <see cref="DramScheduling.ReadyFirst"/>).</summary>
    public required int ReadQueue { get; init; }

    /// <summary>Writes that wait.</summary>
    public required int WriteQueue { get; init; }

    /// <summary>Requests that wait in front of each bank (per-bank queues only).</summary>
    public int BankQueue { get; init; } = 8;

    /// <summary>Accesses of an open row after which it may be closed although hits wait (per-bank queues only).</summary>
    public int RowHitLimit { get; init; } = 4;

    /// <summary>Writes above which an idle channel starts to drain them (per-bank queues only).</summary>
    public int IdleDrain { get; init; } = 8;

    /// <summary>Fill of the write queue, in millionths, above which the controller turns to writing (ready first only).</summary>
    public int WriteHighMillionths { get; init; } = 800_000;

    /// <summary>Fill below which it turns back to reading (ready first only).</summary>
    public int WriteLowMillionths { get; init; } = 200_000;

    /// <summary>
    /// Reads that go between two batches of writes, while any wait (ready first only; 0 in Ramulator 2, 16 in gem5). With a bound of
    /// <see cref="WritesPerTurn"/> there is at least one: otherwise the bus would turn back before any.
    /// </summary>
    public int ReadsPerTurn { get; init; }

    /// <summary>
    /// Writes after which waiting reads get their turn although the queue has been filled up again meanwhile (ready first only; 0 for no
    /// bound, as in Ramulator 2).
    /// </summary>
    public int WritesPerTurn { get; init; }

    /// <summary>An older row hit keeps its row from being closed for a younger request (ready first only).</summary>
    public bool ProtectRowHits { get; init; } = true;

    /// <summary>
    /// Accesses of an open row after which its hits no longer go before an older request for another row of the bank (ready first only; 0 for
    /// no cap: whoever waits behind an endless stream of hits then waits for its end).
    /// </summary>
    public int RowHitCap { get; init; }

    /// <summary>What is refreshed at once; single banks under ready first only.</summary>
    public DramRefresh Refresh { get; init; } = DramRefresh.AllBanks;

    /// <summary>Every column command closes its row (per-bank queues only).</summary>
    public bool ClosedPage { get; init; }
}
