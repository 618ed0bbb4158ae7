using System.Runtime.InteropServices;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>All that a device has counted up to a moment, or from one to another.</summary>
internal sealed class SimtAccounts
{
    private readonly SmCounters[] _counters;
    private readonly StallCounts[] _stalls;
    private readonly SlotAccount[][] _slots;
    private readonly long[][] _slices;
    private readonly BusTime[] _buses;

    private readonly SmActivity[] _activity;

    private SimtAccounts(SmCounters[] counters, StallCounts[] stalls, SmActivity[] activity, SlotAccount[][] slots, long[][] slices, BusTime[] buses) =>
        (_counters, _stalls, _activity, _slots, _slices, _buses) = (counters, stalls, activity, slots, slices, buses);

    /// <summary>By SM.</summary>
    public ReadOnlySpan<SmCounters> Counters => _counters;

    /// <summary>By SM.</summary>
    public ReadOnlySpan<StallCounts> Stalls => _stalls;

    /// <summary>By SM.</summary>
    public ReadOnlySpan<SmActivity> Activity => _activity;

    /// <summary>By SM and sub-core.</summary>
    public ReadOnlySpan<SlotAccount[]> Slots => _slots;

    /// <summary>By slice of the L2 and cause, fs.</summary>
    public ReadOnlySpan<long[]> Slices => _slices;

    /// <summary>By data bus.</summary>
    public ReadOnlySpan<BusTime> Buses => _buses;

    /// <summary>Of the L2.</summary>
    public SimtMemoryCounters Memory { get; private init; }

    /// <summary>Rows opened in device memory.</summary>
    public long Activates { get; private init; }

    /// <summary>Bytes read from device memory.</summary>
    public long Read { get; private init; }

    /// <summary>Bytes written to it.</summary>
    public long Written { get; private init; }

    /// <summary>The accounts now.</summary>
    public static SimtAccounts Of(SmCore[] sms, SimtMemorySystem memory) => new(
        [.. sms.Select(sm => sm.Counters)],
        [.. sms.Select(sm => sm.Stalls)],
        [.. sms.Select(sm => sm.Activity)],
        [.. sms.Select(sm => Enumerable.Range(0, sm.SubCores).Select(subCore => SlotAccount.Of(sm.SlotsOf(subCore))).ToArray())],
        [.. Enumerable.Range(0, memory.Slices).Select(slice => memory.SliceTime(slice, 0).ToArray())],
        [.. Enumerable.Range(0, memory.Dram.Config.Channels).Select(memory.Dram.Bus)])
    {
        Memory = memory.Counters,
        Activates = memory.Dram.Work.Activates,
        Read = memory.Dram.BytesRead,
        Written = memory.Dram.BytesWritten,
    };

    /// <summary>This and so many times another.</summary>
    public SimtAccounts Plus(SimtAccounts other, double times) => With(other, times);

    /// <summary>What was added since an earlier moment.</summary>
    public SimtAccounts Since(SimtAccounts earlier) => With(earlier, -1);

    private static T[] Each<T>(T[] own, T[] other, Func<T, T, T> join) => [.. own.Zip(other, join)];

    // Counters are nothing but 64-bit counts.
    private static T Added<T>(T own, T other, double times)
        where T : unmanaged
    {
        var from = MemoryMarshal.Cast<T, long>(MemoryMarshal.CreateReadOnlySpan(ref other, 1));
        var to = MemoryMarshal.Cast<T, long>(MemoryMarshal.CreateSpan(ref own, 1));
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += SlotAccount.Times(from[i], times);
        }

        return own;
    }

    private SimtAccounts With(SimtAccounts other, double times) => new(
        Each(_counters, other._counters, (a, b) => Added(a, b, times)),
        Each(_stalls, other._stalls, (a, b) => Added(a, b, times)),
        Each(_activity, other._activity, (a, b) => Added(a, b, times)),
        Each(_slots, other._slots, (a, b) => Each(a, b, (x, y) => x.With(y, times))),
        Each(_slices, other._slices, (a, b) => Each(a, b, (x, y) => x + SlotAccount.Times(y, times))),
        Each(_buses, other._buses, (a, b) => Added(a, b, times)))
    {
        Memory = Added(Memory, other.Memory, times),
        Activates = Activates + SlotAccount.Times(other.Activates, times),
        Read = Read + SlotAccount.Times(other.Read, times),
        Written = Written + SlotAccount.Times(other.Written, times),
    };
}
