using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Turns the memory section of a chip file into the plain numbers of the DRAM model.</summary>
public static class DramBinding
{
    /// <summary>The configuration of <paramref name="spec"/>.</summary>
    /// <remarks>
    /// Any bank-group interleave below a row is modelled at one burst and over as few groups as hide tCCD_L, which is what it is for: more
    /// would only open more rows for the same bytes.
    /// </remarks>
    public static DramConfig Bind(DramSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var t = spec.Device.Timings;
        return new DramConfig
        {
            Device = DramDeviceBinding.Bind(spec),
            Policy = Policy(spec.Controller),
            Channels = spec.Channels,
            CapacityBytes = spec.Capacity.Bytes,
            ChannelInterleaveBytes = spec.Mapping.ChannelInterleave.Bytes,
            InterleavedBanks = spec.Mapping.Order == DramFieldOrder.RowColumnBank ? spec.Banks
                : spec.Mapping.BankGroupInterleave.Bytes < spec.Device.Row.Bytes ? GroupsThatHide(t.TCcdL.Count, t.TCcdS.Count, spec.Device.BankGroups) : 1,
            InterleavedBursts = spec.Mapping.Order == DramFieldOrder.RowColumnBank || spec.Mapping.BankGroupInterleave >= spec.Device.Row ? 1
                : (int)(spec.Mapping.BankGroupInterleave.Bytes / spec.BurstBytes),
            BankAboveRow = spec.Mapping.Order == DramFieldOrder.BankRowColumn,
            Hash = spec.Mapping.Hash == DramHash.XorRow,
            ControllerLatency = spec.Controller.Latency.Femtoseconds,
            MinimumBurstBytes = (int)spec.MinimumBurst.Bytes,
            ReadModifyWrite = spec.ReadModifyWrite,
        }.Checked();
    }

    private static ChannelPolicy Policy(DramController controller) => new()
    {
        Scheduling = controller.Scheduling,
        ReadQueue = controller.ReadQueue,
        WriteQueue = controller.WriteQueue,
        WriteHighMillionths = (int)controller.WriteHighWatermark.PartsPerMillion,
        WriteLowMillionths = (int)controller.WriteLowWatermark.PartsPerMillion,
        ReadsPerTurn = controller.ReadsPerTurn,
        WritesPerTurn = (int)Math.Max(
            1, (controller.WriteHighWatermark.PartsPerMillion - controller.WriteLowWatermark.PartsPerMillion) * controller.WriteQueue / 1_000_000),
        Refresh = controller.Refresh,
        RowHitCap = controller.RowHitCap,
        ClosedPage = controller.PagePolicy == PagePolicy.Closed,
    };

    private static int GroupsThatHide(long columnLong, long columnShort, int groups)
    {
        var least = (columnLong + columnShort - 1) / columnShort;
        for (var count = 1; count < groups; count++)
        {
            if (count >= least && groups % count == 0)
            {
                return count;
            }
        }

        return groups;
    }
}
