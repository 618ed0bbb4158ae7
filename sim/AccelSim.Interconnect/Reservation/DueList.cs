using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    // Per row, where the next thing goes; the last place of a row stays empty.
    private readonly int[] _ends = new int[Reach];
    private T[] _rows = [];
    private int _lastPlace;
    private int _now;
    private (int Cycle, T Item)[] _later = new (int, T)[16];
    private int _laterCount;
    private int _soonestLater = int.MaxValue;

    /// <param name="capacity">Things that a cycle has room for; it grows where that is not enough.</param>
    public DueList(int capacity) => MakeRoom(capacity);

    /// <summary>What is due in the present cycle.</summary>
    public Span<T> Due => Row(_now & (Reach - 1));

    /// <summary>Makes a cycle the present one. Every cycle has its turn.</summary>
    public void Advance(int now)
    {
        _ends[(now - 1) & (Reach - 1)] &= ~_lastPlace;
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
        ref var end = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ends), (nuint)(uint)(cycle & (Reach - 1)));
        var place = end;
        if (cycle - _now >= Reach || (~place & _lastPlace) == 0)
        {
            return ref AddElsewhere(cycle);
        }

        end = place + 1;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), (nuint)(uint)place);
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

    private Span<T> Row(int row) => _rows.AsSpan(_ends[row] & ~_lastPlace, _ends[row] & _lastPlace);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref T AddElsewhere(int cycle)
    {
        if (cycle - _now < Reach)
        {
            MakeRoom(2 * _lastPlace);
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

    private void MakeRoom(int capacity)
    {
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)capacity + 1);
        var rows = new T[Reach * places];
        for (var row = 0; row < Reach; row++)
        {
            var due = Row(row);
            due.CopyTo(rows.AsSpan(row * places));
            _ends[row] = (row * places) + due.Length;
        }

        (_rows, _lastPlace) = (rows, places - 1);
    }
}
