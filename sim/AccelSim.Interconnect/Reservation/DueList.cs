using System.Runtime.CompilerServices;

namespace AccelSim.Interconnect;

/// <summary>
/// Things that are due at cycles to come; those of one cycle come in the order in which they were added. The cycles within reach have a row each;
/// the few things that are due later wait aside, and move into the row of their cycle when it comes within reach, before any other can be added to it.
/// </summary>
/// <typeparam name="T">Kept by value, so that what a cycle needs lies side by side.</typeparam>
internal sealed class DueList<T>
    where T : struct
{
    private const int Reach = 64;
    private readonly int[] _counts = new int[Reach];
    private T[] _rows;
    private int _capacity;
    private int _now;
    private (int Cycle, T Item)[] _later = new (int, T)[16];
    private int _laterCount;
    private int _soonestLater = int.MaxValue;

    /// <param name="capacity">Things that a cycle has room for; it grows where that is not enough.</param>
    public DueList(int capacity)
    {
        _capacity = capacity;
        _rows = new T[Reach * capacity];
    }

    /// <summary>What is due in the present cycle.</summary>
    public Span<T> Due => _rows.AsSpan((_now & (Reach - 1)) * _capacity, _counts[_now & (Reach - 1)]);

    /// <summary>Makes a cycle the present one. Every cycle has its turn.</summary>
    public void Advance(int now)
    {
        _counts[(now - 1) & (Reach - 1)] = 0;
        _now = now;
        if (_soonestLater < now + Reach)
        {
            Approach();
        }
    }

    /// <summary>Room for a thing that is due after the present cycle; it holds what something before left there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Add(int cycle)
    {
        var row = cycle & (Reach - 1);
        var count = _counts[row];
        if (cycle - _now >= Reach || count == _capacity)
        {
            return ref AddElsewhere(cycle);
        }

        _counts[row] = count + 1;
        return ref _rows[(row * _capacity) + count];
    }

    /// <summary>Moves the beginning of time.</summary>
    public void Shift(int cycles)
    {
        _now -= cycles;
        _soonestLater -= cycles;
        for (var i = 0; i < _laterCount; i++)
        {
            _later[i].Cycle -= cycles;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref T AddElsewhere(int cycle)
    {
        if (cycle - _now < Reach)
        {
            Grow();
            return ref Add(cycle);
        }

        if (_laterCount == _later.Length)
        {
            Array.Resize(ref _later, 2 * _laterCount);
        }

        _later[_laterCount].Cycle = cycle;
        _soonestLater = Math.Min(_soonestLater, cycle);
        return ref _later[_laterCount++].Item;
    }

    // Into their rows with those that have come within reach; the others close ranks.
    private void Approach()
    {
        var (count, kept) = (_laterCount, 0);
        _soonestLater = int.MaxValue;
        for (var i = 0; i < count; i++)
        {
            if (_later[i].Cycle - _now < Reach)
            {
                Add(_later[i].Cycle) = _later[i].Item;
            }
            else
            {
                _soonestLater = Math.Min(_soonestLater, _later[i].Cycle);
                _later[kept++] = _later[i];
            }
        }

        _laterCount = kept;
    }

    private void Grow()
    {
        var rows = new T[2 * _rows.Length];
        for (var row = 0; row < Reach; row++)
        {
            _rows.AsSpan(row * _capacity, _counts[row]).CopyTo(rows.AsSpan(2 * row * _capacity));
        }

        (_rows, _capacity) = (rows, 2 * _capacity);
    }
}
