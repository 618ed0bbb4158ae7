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
        return new DramConfig
        {
            Device = Device(spec),
            Policy = Policy(spec.Controller),
            Channels = spec.Channels,
            CapacityBytes = spec.Capacity.Bytes,
            ChannelInterleaveBytes = spec.Mapping.ChannelInterleave.Bytes,
            InterleavedBanks = spec.Mapping.Order == DramFieldOrder.RowColumnBank ? spec.Banks
                : spec.Mapping.BankGroupInterleave.Bytes < spec.Row.Bytes ? GroupsThatHide(t.TCcdL.Count, t.TCcdS.Count, spec.BankGroups) : 1,
            BankAboveRow = spec.Mapping.Order == DramFieldOrder.BankRowColumn,
            Hash = spec.Mapping.Hash == DramHash.XorRow,
            ControllerLatency = spec.Controller.Latency.Femtoseconds,
            MinimumBurstBytes = (int)spec.MinimumBurst.Bytes,
            ReadModifyWrite = spec.ReadModifyWrite,
        }.Checked();
    }

    private static ChannelPolicy Policy(DramController controller) => new()
    {
        Scheduling = controller.Scheduling == DramScheduling.PerBankQueues ? SchedulingPolicy.PerBankQueues : SchedulingPolicy.ReadyFirst,
        ReadQueue = controller.ReadQueue,
        WriteQueue = controller.WriteQueue,
        WriteHighMillionths = (int)controller.WriteHighWatermark.PartsPerMillion,
        WriteLowMillionths = (int)controller.WriteLowWatermark.PartsPerMillion,
        ReadsPerTurn = controller.ReadsPerTurn,
        WritesPerTurn = (int)Math.Max(
            1, (controller.WriteHighWatermark.PartsPerMillion - controller.WriteLowWatermark.PartsPerMillion) * controller.WriteQueue / 1_000_000),
        ClosedPage = controller.PagePolicy == PagePolicy.Closed,
    };

    private static DramDevice Device(DramSpec spec)
    {
        var t = spec.Timings;
        var transfersPerTick = spec.DataRate.TransfersPerSecond / t.Clock.Hertz;
        var burst = (int)Math.Max(1, (spec.BurstLength + transfersPerTick - 1) / transfersPerTick);
        return new DramDevice
        {
            Clock = new Clock(t.Clock.Hertz),
            BankGroups = spec.BankGroups,
            BanksPerGroup = spec.BanksPerGroup,
            Rows = spec.Capacity.Bytes / spec.Channels / spec.Banks / spec.Row.Bytes,
            Columns = (int)(spec.Row.Bytes / spec.BurstBytes),
            BurstBytes = (int)spec.BurstBytes,
            BurstTicks = burst,
            ReadLatency = (int)t.TCl.Count,
            WriteLatency = (int)t.TCwl.Count,
            ActivateToRead = (int)t.TRcd.Count,
            ActivateToWrite = (int)t.ActivateToWrite.Count,
            Precharge = (int)t.TRp.Count,
            PrechargeAll = (int)t.TRp.Count,
            ActivateToPrecharge = (int)t.TRas.Count,
            ActivateToActivate = (int)t.TRc.Count,
            ReadShort = (int)t.TCcdS.Count,
            ReadLong = (int)t.TCcdL.Count,
            WriteShort = (int)t.TCcdS.Count,
            WriteLong = (int)t.TCcdL.Count,
            ActivateShort = (int)t.TRrdS.Count,
            ActivateLong = (int)t.TRrdL.Count,
            FourActivates = (int)t.TFaw.Count,
            WriteRecovery = (int)t.TWr.Count,
            WriteToReadShort = (int)t.TWtrS.Count,
            WriteToReadLong = (int)t.TWtrL.Count,
            ReadToPrecharge = (int)t.TRtp.Count,
            ReadToWrite = (int)t.TCl.Count + burst + 2 - (int)t.TCwl.Count,
            Refresh = (int)t.TRfc.Count,
            RefreshInterval = (int)t.TRefi.Count,
        };
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
