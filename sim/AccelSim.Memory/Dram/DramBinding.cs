using AccelSim.Engine;
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
        var t = spec.Timings;
        var controller = spec.Controller;
        var transfersPerTick = spec.DataRate.TransfersPerSecond / t.Clock.Hertz;
        var high = (int)Math.Max(1, controller.WriteHighWatermark.PartsPerMillion * controller.WriteQueue / 1_000_000);
        return new DramConfig
        {
            Clock = new Clock(t.Clock.Hertz),
            Channels = spec.Channels,
            CapacityBytes = spec.Capacity.Bytes,
            BurstBytes = (int)spec.BurstBytes,
            BurstTicks = (int)Math.Max(1, (spec.BurstLength + transfersPerTick - 1) / transfersPerTick),
            BankGroups = spec.BankGroups,
            BanksPerGroup = spec.BanksPerGroup,
            RowBytes = (int)spec.Row.Bytes,
            ReadLatency = (int)t.TCl.Count,
            WriteLatency = (int)t.TCwl.Count,
            ActivateToRead = (int)t.TRcd.Count,
            ActivateToWrite = (int)t.ActivateToWrite.Count,
            Precharge = (int)t.TRp.Count,
            ActivateToPrecharge = (int)t.TRas.Count,
            ActivateToActivate = (int)t.TRc.Count,
            ColumnShort = (int)t.TCcdS.Count,
            ColumnLong = (int)t.TCcdL.Count,
            ActivateShort = (int)t.TRrdS.Count,
            ActivateLong = (int)t.TRrdL.Count,
            FourActivates = (int)t.TFaw.Count,
            WriteRecovery = (int)t.TWr.Count,
            WriteToReadShort = (int)t.TWtrS.Count,
            WriteToReadLong = (int)t.TWtrL.Count,
            ReadToPrecharge = (int)t.TRtp.Count,
            Refresh = (int)t.TRfc.Count,
            RefreshInterval = (int)t.TRefi.Count,
            ChannelInterleaveBytes = spec.Mapping.ChannelInterleave.Bytes,
            InterleavedBanks = spec.Mapping.Order == DramFieldOrder.RowColumnBank ? spec.Banks
                : spec.Mapping.BankGroupInterleave.Bytes < spec.Row.Bytes ? GroupsThatHide(t.TCcdL.Count, t.TCcdS.Count, spec.BankGroups) : 1,
            BankAboveRow = spec.Mapping.Order == DramFieldOrder.BankRowColumn,
            Hash = spec.Mapping.Hash == DramHash.XorRow,
            ClosedPage = controller.PagePolicy == PagePolicy.Closed,
            ReadQueueBursts = controller.ReadQueue,
            WriteQueueBursts = controller.WriteQueue,
            WriteHighWatermark = high,
            WriteLowWatermark = (int)Math.Min(high - 1, controller.WriteLowWatermark.PartsPerMillion * controller.WriteQueue / 1_000_000),
            ControllerLatency = controller.Latency.Femtoseconds,
            MinimumBurstBytes = (int)spec.MinimumBurst.Bytes,
            ReadModifyWrite = spec.ReadModifyWrite,
        }.Checked();
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
