using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Turns the device of a chip file into the ticks that the channel controllers count in.</summary>
public static class DramDeviceBinding
{
    /// <summary>The device of a memory, with as many rows as its capacity needs.</summary>
    public static DramDevice Bind(DramSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Bind(spec.Device with { Rows = spec.RowsPerBank });
    }

    /// <summary>One channel of a device, with what refreshes of all banks and of single ones take; a controller does one or the other.</summary>
    /// <exception cref="ArgumentException">The device leaves its rows out.</exception>
    public static DramDevice Bind(DramDeviceSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var t = spec.Timings;
        var ticks = spec.CommandEdges == DramCommandEdges.Both ? 2 : 1;
        var burst = Burst(spec, ticks);
        var (read, write) = (Ticks(t.TCl), Ticks(t.TCwl));
        var first = spec.SplitActivate ? spec.CommandSlots.Activate / 2 : 0;
        return new DramDevice
        {
            Clock = new Clock(t.Clock.Hertz * ticks),
            PseudoChannels = spec.PseudoChannels,
            Ranks = spec.Ranks,
            StackIds = spec.StackIds,
            BankGroups = spec.BankGroups,
            BanksPerGroup = spec.BanksPerGroup,
            Rows = spec.Rows ?? throw new ArgumentException($"{spec.Type} does not say how many rows a bank has", nameof(spec)),
            Columns = (int)(spec.Row.Bytes / spec.BurstBytes),
            BurstBytes = (int)spec.BurstBytes,
            BurstTicks = burst,
            ReadLatency = read,
            WriteLatency = write,
            ActivateToRead = Ticks(t.TRcd),
            ActivateToWrite = Ticks(t.ActivateToWrite),
            Precharge = Ticks(t.TRp) + first,
            PrechargeAll = Ticks(t.TRpAll ?? t.TRp) + first,
            ActivateToPrecharge = Ticks(t.TRas) - first,
            ActivateToActivate = Ticks(t.TRc),
            ReadShort = Ticks(t.TCcdS),
            ReadLong = Ticks(t.TCcdL),
            WriteShort = Ticks(t.TCcdSWrite ?? t.TCcdS),
            WriteLong = Ticks(t.TCcdLWrite ?? t.TCcdL),
            ActivateShort = Ticks(t.TRrdS),
            ActivateLong = Ticks(t.TRrdL),
            FourActivates = Ticks(t.TFaw),
            WriteRecovery = Ticks(t.TWr),
            WriteToReadShort = Ticks(t.TWtrS),
            WriteToReadLong = Ticks(t.TWtrL),
            ReadToPrecharge = Ticks(t.TRtp),
            ReadToWrite = t.TRtw is { } turn ? Ticks(turn) : read + burst + (2 * ticks) - write,
            PrechargeToPrecharge = Ticks(t.TPpd),
            OtherRank = burst + Ticks(t.TCs),
            OtherStack = Ticks(t.TCcdR),
            Refresh = Ticks(t.TRfc),
            RefreshInterval = Ticks(t.TRefi),
            RefreshBank = Ticks(t.TRfcBank),
            RefreshBankInterval = Ticks(t.TRefiBank),
            RefreshBankToActivate = Ticks(t.TRrefd),
            TwoCommandBuses = spec.CommandBuses == DramCommandBuses.Two,
            ActivateSlots = spec.CommandSlots.Activate,
            PrechargeSlots = spec.CommandSlots.Precharge,
            ColumnSlots = spec.CommandSlots.Column,
            RisingEdge = spec.CommandEdges == DramCommandEdges.Both,
        };

        int Ticks(Cycles? clocks) => checked((int)(clocks?.Count ?? 0) * ticks);
    }

    private static int Burst(DramDeviceSpec spec, int ticks)
    {
        var transfers = (Int128)spec.BurstLength * spec.Timings.Clock.Hertz * ticks;
        return (int)((transfers + spec.DataRate.TransfersPerSecond - 1) / spec.DataRate.TransfersPerSecond);
    }
}
