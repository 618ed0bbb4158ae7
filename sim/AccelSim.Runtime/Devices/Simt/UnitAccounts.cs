using System.Collections.Immutable;
using AccelSim.Chips.Simt;
using AccelSim.Engine;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>The time accounts of the SMs, of the slices of the L2 and of the channels of device memory since a mark.</summary>
internal static class UnitAccounts
{
    /// <summary>Each sums to the time from the mark to <paramref name="end"/> (fs).</summary>
    public static ImmutableArray<UnitResult> Of(SimtDevice device, SimtMark mark, long end)
    {
        var units = ImmutableArray.CreateBuilder<UnitResult>();
        var memory = mark.Memory(end);
        for (var sm = 0; sm < device.Chip.Sms; sm++)
        {
            units.Add(new UnitResult(FormattableString.Invariant($"SM {sm}"), new CauseStack(OfSm(device, mark, sm, memory, end))));
        }

        for (var slice = 0; slice < device.Chip.L2.Slices; slice++)
        {
            var weights = mark.Slice(slice, end);
            weights[(int)Cause.Idle] += weights.Sum() == 0 ? 1 : 0;
            var byCause = new long[CauseNames.Count];
            Apportionment.Add(end - mark.Time, weights, byCause);
            units.Add(new UnitResult(FormattableString.Invariant($"L2 slice {slice}"), new CauseStack(byCause)));
        }

        for (var bus = 0; bus < device.Dram.Config.Channels; bus++)
        {
            var ledger = new Ledger(FormattableString.Invariant($"DRAM channel {bus}"), mark.Time);
            device.Dram.Settle(bus, ledger, end, mark.Bus(bus));
            units.Add(new UnitResult(ledger.Unit, new CauseStack(ledger.ByCause)));
        }

        return units.ToImmutable();
    }

    private static long[] OfSm(SimtDevice device, SimtMark mark, int sm, MemoryShares memory, long end)
    {
        var weights = new long[CauseNames.Count];
        var entered = 0L;
        for (var subCore = 0; subCore < device.Chip.Sm.SubCores; subCore++)
        {
            var slots = mark.Slots(sm, subCore);
            SlotCauses.Enter(slots, memory, weights);
            entered += slots.Total;
        }

        var cycles = device.Chip.Sm.SubCores * device.Clock.CycleAtOrAfter(end - mark.Time);
        weights[(int)Cause.Idle] += Math.Max(entered == 0 ? 1 : 0, cycles - entered);
        var byCause = new long[CauseNames.Count];
        Apportionment.Add(end - mark.Time, weights, byCause);
        return byCause;
    }
}
