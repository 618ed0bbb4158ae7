using System.Numerics;

namespace AccelSim.Engine;

/// <summary>
/// The pending events of one simulation, popped in the total order (time, phase, sequence).
/// A timing wheel of 4096 slots of 2^20 fs (about 1 ns each, 4.3 us in all) holds the near future as linked lists in one pool; a heap
/// holds what lies beyond. Only the slot being executed is ordered: its list is nearly always in order already, and events pushed
/// into it while it runs go through a small heap. In steady state no push or pop allocates.
/// </summary>
public sealed class EventQueue
{
    private const int SlotShift = 20;
    private const int SlotCount = 4096;
    private const int SlotMask = SlotCount - 1;
    private const int LongestInsertionSort = 32;

    private readonly int[] _head = new int[SlotCount];
    private readonly int[] _tail = new int[SlotCount];
    private readonly ulong[] _occupied = new ulong[SlotCount / 64];
    private Node[] _pool = new Node[1024];
    private int _free;
    private SimEvent[] _run = new SimEvent[64];
    private int _runAt;
    private int _runEnd;
    private BinaryHeap<SimEvent> _present = new(64);
    private BinaryHeap<SimEvent> _future = new(256);
    private long _slot;
    private long _now;
    private int _inWheel;
    private ulong _sequence;

    /// <summary>An empty queue at time 0.</summary>
    public EventQueue()
    {
        Array.Fill(_head, -1);
        LinkFree(0);
    }

    /// <summary>How many events are pending.</summary>
    public int Count => _inWheel + _future.Count + _present.Count + (_runEnd - _runAt);

    /// <summary>Time of the last popped event, in fs; nothing may be pushed before it.</summary>
    public long Now => _now;

    /// <summary>Adds an event; returns its sequence number.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> lies before the last popped event.</exception>
    public ulong Push(long time, Phase phase, int component, int tag, long payload = 0)
    {
        if (time < _now)
        {
            ThrowPast(time);
        }

        var sequence = _sequence++;
        Place(new SimEvent(time, phase, sequence, component, tag, payload));
        return sequence;
    }

    /// <summary>Takes the earliest event; false when there is none.</summary>
    public bool TryPop(out SimEvent item) => TryPop(long.MaxValue, out item);

    /// <summary>Takes the earliest event; false when there is none, or only later than <paramref name="lastTime"/> (fs).</summary>
    public bool TryPop(long lastTime, out SimEvent item)
    {
        if (_runAt == _runEnd && _present.Count == 0 && !Advance())
        {
            item = default;
            return false;
        }

        var inOrder = _runAt < _runEnd && (_present.Count == 0 || _run[_runAt].Precedes(_present.Min));
        var time = inOrder ? _run[_runAt].Time : _present.Min.Time;
        if (time > lastTime)
        {
            item = default;
            return false;
        }

        item = inOrder ? _run[_runAt++] : _present.Pop();
        _now = time;
        return true;
    }

    /// <summary>Time of the earliest event in fs; false when there is none.</summary>
    public bool TryPeekTime(out long time)
    {
        if (_runAt == _runEnd && _present.Count == 0 && !Advance())
        {
            time = 0;
            return false;
        }

        time = _runAt < _runEnd ? _run[_runAt].Time : long.MaxValue;
        if (_present.Count > 0)
        {
            time = Math.Min(time, _present.Min.Time);
        }

        return true;
    }

    private void Place(in SimEvent item)
    {
        var slot = item.Time >> SlotShift;
        if (slot <= _slot)
        {
            _present.Push(item);
        }
        else if (slot - _slot < SlotCount)
        {
            Link((int)slot & SlotMask, item);
        }
        else
        {
            _future.Push(item);
        }
    }

    private void Link(int bucket, in SimEvent item)
    {
        if (_free < 0)
        {
            GrowPool();
        }

        var node = _free;
        ref var slot = ref _pool[node];
        _free = slot.Next;
        slot.Item = item;
        slot.Next = -1;
        if (_head[bucket] < 0)
        {
            _head[bucket] = node;
            _occupied[bucket >> 6] |= 1UL << (bucket & 63);
        }
        else
        {
            _pool[_tail[bucket]].Next = node;
        }

        _tail[bucket] = node;
        _inWheel++;
    }

    /// <summary>Moves to the next slot that holds an event and puts its events in order.</summary>
    private bool Advance()
    {
        var next = _inWheel > 0 ? NextOccupied() : long.MaxValue;
        if (_future.Count > 0)
        {
            next = Math.Min(next, _future.Min.Time >> SlotShift);
        }

        if (next == long.MaxValue)
        {
            return false;
        }

        _slot = next;
        _runAt = 0;
        _runEnd = 0;
        TakeBucket((int)next & SlotMask);

        // The wheel now reaches further: what it newly covers leaves the heap before anything younger is linked there.
        while (_future.Count > 0 && (_future.Min.Time >> SlotShift) - _slot < SlotCount)
        {
            Place(_future.Pop());
        }

        return true;
    }

    private long NextOccupied()
    {
        var start = (int)(_slot + 1) & SlotMask;
        var word = start >> 6;
        var bits = _occupied[word] & (ulong.MaxValue << (start & 63));
        for (var i = 0; bits == 0; i++)
        {
            word = (word + 1) & (_occupied.Length - 1);
            bits = _occupied[word];
        }

        var bucket = (word << 6) + BitOperations.TrailingZeroCount(bits);
        return _slot + 1 + ((bucket - start) & SlotMask);
    }

    private void TakeBucket(int bucket)
    {
        var node = _head[bucket];
        if (node < 0)
        {
            return;
        }

        var sorted = true;
        var count = 0;
        while (node >= 0)
        {
            if (count == _run.Length)
            {
                Array.Resize(ref _run, count * 2);
            }

            ref var slot = ref _pool[node];
            _run[count] = slot.Item;
            sorted &= count == 0 || _run[count - 1].Precedes(slot.Item);
            count++;
            var next = slot.Next;
            slot.Next = _free;
            _free = node;
            node = next;
        }

        _runEnd = count;
        _head[bucket] = -1;
        _occupied[bucket >> 6] &= ~(1UL << (bucket & 63));
        _inWheel -= _runEnd;
        if (!sorted)
        {
            OrderRun();
        }
    }

    private void OrderRun()
    {
        if (_runEnd > LongestInsertionSort)
        {
            for (var i = 0; i < _runEnd; i++)
            {
                _present.Push(_run[i]);
            }

            _runEnd = 0;
            return;
        }

        for (var i = 1; i < _runEnd; i++)
        {
            var item = _run[i];
            var hole = i;
            while (hole > 0 && item.Precedes(_run[hole - 1]))
            {
                _run[hole] = _run[hole - 1];
                hole--;
            }

            _run[hole] = item;
        }
    }

    private void GrowPool()
    {
        var used = _pool.Length;
        Array.Resize(ref _pool, used * 2);
        LinkFree(used);
    }

    private void LinkFree(int from)
    {
        for (var i = from; i < _pool.Length; i++)
        {
            _pool[i].Next = i + 1;
        }

        _pool[^1].Next = -1;
        _free = from;
    }

    private void ThrowPast(long time) =>
        throw new ArgumentOutOfRangeException(nameof(time), time, $"an event at {time} fs was pushed when the time is already {_now} fs");

    /// <summary>An event in the wheel and the one that follows it in its slot (or, unused, in the list of free nodes).</summary>
    private struct Node
    {
        public SimEvent Item;
        public int Next;
    }
}
