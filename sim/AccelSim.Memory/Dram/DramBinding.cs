using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Turns the memory section of a chip file into the plain numbers of the DRAM model.</summary>
public static class DramBinding
{
    /// <summary>The configuration of <paramref name="spec"/>.</summary>
    /// <remarks>
    /// A bank-group interleave below a row goes over as few groups as hide tCCD_L, which is what it is for: more would only open more rows for the same bytes.
    /// </remarks>
    public static DramConfig Bind(DramSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var (banks, bursts) = Interleaving(spec);
        return new DramConfig
        {
            Device = DramDeviceBinding.Bind(spec),
            Policy = Policy(spec.Controller),
            Channels = spec.Channels,
            CapacityBytes = spec.Capacity.Bytes,
            ChannelInterleaveBytes = spec.Mapping.ChannelInterleave.Bytes,
            InterleavedBanks = banks,
            InterleavedBursts = bursts,
            BankAboveRow = spec.Mapping.Order == DramFieldOrder.BankRowColumn,
            Hash = spec.Mapping.Hash,
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

    /// <summary>Banks that bursts rotate through, and bursts in each before the next.</summary>
    private static (int Banks, int Bursts) Interleaving(DramSpec spec)
    {
        if (spec.Mapping.Order == DramFieldOrder.RowColumnBank)
        {
            return (spec.Banks, 1);
        }

        var timings = spec.Device.Timings;
        return spec.Mapping.BankGroupInterleave >= spec.Device.Row ? (1, 1)
            : (GroupsThatHide(timings.TCcdL.Count, timings.TCcdS.Count, spec.Device.BankGroups), (int)(spec.Mapping.BankGroupInterleave.Bytes / spec.BurstBytes));
    }

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
