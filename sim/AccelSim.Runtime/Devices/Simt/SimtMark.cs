using AccelSim.Chips.Simt;
using AccelSim.Memory;

namespace AccelSim.Runtime.Simt;

/// <summary>The accounts of a device at a moment, from which a launch or an inference is measured.</summary>
internal sealed class SimtMark
{
    private readonly SimtDevice _device;
    private readonly SlotCount[][] _slots;
    private readonly BusTime[] _buses;
    private readonly SmCounters _counters;
    private readonly long[][] _slices;

    /// <summary>The accounts now.</summary>
    /// <param name="device">The device.</param>
    /// <param name="time">When what is measured begins, fs.</param>
    public SimtMark(SimtDevice device, long time)
    {
        _device = device;
        Time = time;
        var subCores = device.Chip.Sm.SubCores;
        _slots = [.. Enumerable.Range(0, device.Chip.Sms).Select(sm => Enumerable.Range(0, subCores).Select(sub => SlotCount.Of(device.SlotsOf(sm, sub))).ToArray())];
        _buses = [.. Enumerable.Range(0, device.Dram.Config.Channels).Select(device.Dram.Bus)];
        _counters = device.Counters;
        _slices = [.. Enumerable.Range(0, device.Chip.L2.Slices).Select(slice => device.SliceTime(slice, time).ToArray())];
    }

    /// <summary>When it was set, fs.</summary>
    public long Time { get; }

    /// <summary>Slots of a sub-core since.</summary>
    public SlotCount Slots(int sm, int subCore) => SlotCount.Since(_device.SlotsOf(sm, subCore), _slots[sm][subCore]);

    /// <summary>Time of a slice of the L2 by cause since, up to <paramref name="end"/> (fs) or a little later.</summary>
    public long[] Slice(int slice, long end)
    {
        var time = _device.SliceTime(slice, end).ToArray();
        for (var cause = 0; cause < time.Length; cause++)
        {
            time[cause] -= _slices[slice][cause];
        }

        return time;
    }

    /// <summary>What a data bus had done by then.</summary>
    public BusTime Bus(int bus) => _buses[bus];

    /// <summary>What memories did from then to <paramref name="end"/> (fs).</summary>
    public MemoryShares Memory(long end)
    {
        var buses = default(BusTime);
        for (var bus = 0; bus < _buses.Length; bus++)
        {
            buses += _device.Dram.Bus(bus) - _buses[bus];
        }

        var since = _device.Counters;
        since.SharedPasses -= _counters.SharedPasses;
        since.SharedConflicts -= _counters.SharedConflicts;
        return new MemoryShares(buses, _buses.Length * _device.Dram.Config.Clock.CycleAtOrAfter(Math.Max(0, end - Time)), since);
    }
}
