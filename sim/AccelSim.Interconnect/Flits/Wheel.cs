using System.Numerics;

namespace AccelSim.Interconnect;

/// <summary>Pairs of numbers due in one of the next cycles; constant delays keep each cycle's pairs in the order of their sending.</summary>
internal sealed class Wheel
{
    private readonly long[][] _slots;
    private readonly int[] _counts;
    private readonly int _mask;

    /// <param name="longest">Longest delay in cycles.</param>
    /// <param name="capacity">Most pairs due in one cycle.</param>
    public Wheel(int longest, int capacity)
    {
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)longest + 1);
        _mask = slots - 1;
        _counts = new int[slots];
        _slots = new long[slots][];
        for (var i = 0; i < slots; i++)
        {
            _slots[i] = new long[capacity];
        }
    }

    public void Add(long cycle, int first, int second)
    {
        var slot = (int)cycle & _mask;
        _slots[slot][_counts[slot]++] = ((long)first << 32) | (uint)second;
    }

    /// <summary>What is due in a cycle; the slot is empty afterwards.</summary>
    public ReadOnlySpan<long> Take(long cycle)
    {
        var slot = (int)cycle & _mask;
        var count = _counts[slot];
        _counts[slot] = 0;
        return _slots[slot].AsSpan(0, count);
    }
}
