using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <summary>Numbers that are due at cycles of the near future; those of one cycle come in the order in which they were added.</summary>
internal sealed class DueList
{
    private int[] _numbers;
    private int[] _counts;
    private int _capacity;

    /// <param name="cycles">Farthest that a number is due after now.</param>
    /// <param name="capacity">Numbers that a cycle has room for; it grows where that is not enough.</param>
    public DueList(int cycles, int capacity)
    {
        _capacity = capacity;
        _counts = new int[BitOperations.RoundUpToPowerOf2((uint)cycles + 1)];
        _numbers = new int[_counts.Length * capacity];
    }

    /// <summary>Makes the farthest at least this.</summary>
    public void Extend(int now, int cycles)
    {
        if (cycles >= _counts.Length)
        {
            Move(now, new DueList(cycles, _capacity));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int cycle, int number)
    {
        var slot = cycle & (_counts.Length - 1);
        var count = _counts[slot];
        if (count == _capacity)
        {
            Grow(cycle);
        }

        _numbers[(slot * _capacity) + count] = number;
        _counts[slot] = count + 1;
    }

    /// <summary>What is due in a cycle; it is taken out.</summary>
    public ReadOnlySpan<int> Take(int cycle)
    {
        var slot = cycle & (_counts.Length - 1);
        var due = _numbers.AsSpan(slot * _capacity, _counts[slot]);
        _counts[slot] = 0;
        return due;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int cycle) => Move(cycle, new DueList(_counts.Length - 1, 2 * _capacity));

    // What is due in any of as many cycles as there are slots.
    private void Move(int first, DueList to)
    {
        for (var cycle = first; cycle < first + _counts.Length; cycle++)
        {
            var due = Take(cycle);
            due.CopyTo(to._numbers.AsSpan((cycle & (to._counts.Length - 1)) * to._capacity));
            to._counts[cycle & (to._counts.Length - 1)] = due.Length;
        }

        (_numbers, _counts, _capacity) = (to._numbers, to._counts, to._capacity);
    }
}
