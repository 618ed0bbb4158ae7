using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// What memories did during a stretch of time, to say more of waiting for them: how the data buses of DRAM spent it, and how many passes through
/// the banks of shared memory were conflicts.
/// </summary>
internal sealed class MemoryShares
{
    private static readonly Cause[] DramCauses = [Cause.DramBandwidth, Cause.DramRowMiss, Cause.DramRefresh, Cause.DramTurnaround, Cause.DramLatency];
    private static readonly Cause[] SharedCauses = [Cause.SramBandwidth, Cause.SramConflict];
    private readonly long[] _dram;
    private readonly long[] _shared;

    /// <summary>Shares of a stretch.</summary>
    /// <param name="buses">What all data buses together did in it.</param>
    /// <param name="ticks">Ticks that they had.</param>
    /// <param name="sms">What the SMs counted in it.</param>
    public MemoryShares(BusTime buses, long ticks, in SmCounters sms)
    {
        var worked = buses.Busy + buses.RowMiss + buses.Refresh + buses.Turnaround;
        _dram = [buses.Busy, buses.RowMiss, buses.Refresh, buses.Turnaround, Math.Max(worked == 0 ? 1 : 0, ticks - worked)];
        _shared = [Math.Max(1, sms.SharedPasses - sms.SharedConflicts), sms.SharedConflicts];
    }

    /// <summary>Divides cycles that were waited for DRAM: where its buses were busy, they were what was waited for; the rest is latency.</summary>
    public void EnterDram(long cycles, Span<long> byCause) => Enter(cycles, _dram, DramCauses, byCause);

    /// <summary>Divides cycles that were waited for shared memory.</summary>
    public void EnterShared(long cycles, Span<long> byCause) => Enter(cycles, _shared, SharedCauses, byCause);

    private static void Enter(long cycles, long[] weights, Cause[] causes, Span<long> byCause)
    {
        Span<long> parts = stackalloc long[causes.Length];
        Apportionment.Add(cycles, weights, parts);
        for (var i = 0; i < causes.Length; i++)
        {
            byCause[(int)causes[i]] += parts[i];
        }
    }
}
