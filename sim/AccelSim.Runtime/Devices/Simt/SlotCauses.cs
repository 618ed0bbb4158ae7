using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Isa.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Which cause an issue slot belongs to.</summary>
internal static class SlotCauses
{
    /// <summary>Adds the slots of an account, in cycles, to the causes.</summary>
    public static void Enter(SlotCount slots, MemoryShares memory, Span<long> byCause)
    {
        for (var unit = 0; unit < slots.Issued.Length; unit++)
        {
            byCause[(int)OfIssue((SimtUnit)unit)] += slots.Issued[unit];
        }

        for (var reason = 0; reason < slots.Stalled.Length; reason++)
        {
            switch ((StallReason)reason)
            {
                case StallReason.LongScoreboard:
                    byCause[(int)Cause.CacheLatency] += slots.Stalled[reason] - slots.Dram;
                    memory.EnterDram(slots.Dram, byCause);
                    break;
                case StallReason.ShortScoreboard or StallReason.MioThrottle:
                    memory.EnterShared(slots.Stalled[reason], byCause);
                    break;
                default:
                    byCause[(int)OfStall((StallReason)reason)] += slots.Stalled[reason];
                    break;
            }
        }
    }

    private static Cause OfIssue(SimtUnit unit) => unit switch
    {
        SimtUnit.Tensor or SimtUnit.WarpGroup => Cause.Tensor,
        SimtUnit.Float32 or SimtUnit.Half or SimtUnit.Float64 or SimtUnit.Special or SimtUnit.Convert => Cause.Vector,
        _ => Cause.Scalar,
    };

    private static Cause OfStall(StallReason reason) => reason switch
    {
        StallReason.MathPipeThrottle => Cause.Vector,
        StallReason.TensorPipeThrottle or StallReason.Gmma => Cause.Tensor,
        StallReason.LgThrottle => Cause.CacheMissLimit,
        StallReason.Barrier => Cause.Barrier,
        StallReason.Membar => Cause.WriteAcknowledge,
        StallReason.BranchResolve => Cause.Decode,
        StallReason.ImcMiss => Cause.CacheLatency,
        _ => Cause.RegisterHazard,
    };
}
