using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// An in-order instruction queue of a core. Instructions whose duration depends on nothing outside the core are timed as soon as they
/// are put in, without an event; a transfer over shared resources starts by an event, and what is behind it waits for its end.
/// </summary>
internal sealed class MluQueue
{
    /// <summary>Start of an instruction that waits for others.</summary>
    public const long Unknown = long.MaxValue;

    private readonly MluCore _core;
    private readonly QueueEntry[] _ring;
    private readonly long[] _starts;
    private int _head;
    private int _count;
    private long _pushed;
    private int _lastEngine = -1;

    public MluQueue(MluCore core, string name, int depth)
    {
        _core = core;
        Name = name;
        Ledger = new Ledger($"{core.Name} {name}");
        _ring = new QueueEntry[depth + 2];
        _starts = new long[depth];
    }

    public string Name { get; }

    public Ledger Ledger { get; }

    /// <summary>Row of the timeline.</summary>
    public int Track { get; set; }

    /// <summary>Instructions whose end is not known yet.</summary>
    public int Pending => _count;

    /// <summary>Cycle at which the last timed instruction ends.</summary>
    public long FreeCycle { get; private set; }

    /// <summary>Critical-path node of that end.</summary>
    public int FreeNode { get; private set; } = CriticalPath.Root;

    /// <summary>Cycle from which there is room for one more; <see cref="Unknown"/> when that depends on a transfer under way.</summary>
    public long RoomCycle => _starts[_pushed % _starts.Length];

    /// <summary>The instruction at the head.</summary>
    public ref QueueEntry Head => ref _ring[_head];

    /// <summary>Prepares for a task that starts at <paramref name="cycle"/>.</summary>
    public void Reset(long cycle)
    {
        FreeCycle = cycle;
        FreeNode = CriticalPath.Root;
        Array.Clear(_starts);
        _pushed = 0;
        _lastEngine = -1;
    }

    public void Push(ref QueueEntry entry)
    {
        entry.Number = _pushed++;
        _starts[entry.Number % _starts.Length] = Unknown;
        if (_count == 0 && _core.IsLocal(entry))
        {
            RunLocal(ref entry);
            return;
        }

        var at = _head + _count++;
        _ring[at >= _ring.Length ? at - _ring.Length : at] = entry;
        if (_count == 1)
        {
            StartTransfer(ref Head);
        }
    }

    /// <summary>The transfer at the head has begun: its place is free.</summary>
    public void Begun(long cycle) => _starts[Head.Number % _starts.Length] = cycle;

    /// <summary>The transfer at the head has ended; goes on with what is behind it.</summary>
    public void Ended(long cycle, int node)
    {
        FreeCycle = Math.Max(FreeCycle, cycle);
        FreeNode = node;
        Pop();
        while (_count > 0)
        {
            ref var head = ref Head;
            if (!_core.IsLocal(head))
            {
                StartTransfer(ref head);
                return;
            }

            RunLocal(ref head);
            Pop();
        }
    }

    private void Pop()
    {
        _head = _head + 1 == _ring.Length ? 0 : _head + 1;
        _count--;
    }

    private void StartTransfer(ref QueueEntry entry)
    {
        Chain(ref entry);
        _core.StartTransfer(this, ref entry, Math.Max(entry.Cycle, FreeCycle));
    }

    /// <summary>Finds out, when an instruction starts, whether it was here before the one before it ended, and on the same copy engine.</summary>
    private void Chain(ref QueueEntry entry)
    {
        entry.Chained = entry.Engine >= 0 && entry.Engine == _lastEngine && entry.Cycle < FreeCycle;
        _lastEngine = entry.Engine;
    }

    private void RunLocal(ref QueueEntry entry)
    {
        Chain(ref entry);
        var start = Math.Max(entry.Cycle, FreeCycle);
        _starts[entry.Number % _starts.Length] = start;
        FreeCycle = _core.RunLocal(this, ref entry, start, out var node);
        FreeNode = node;
    }
}
