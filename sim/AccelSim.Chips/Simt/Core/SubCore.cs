using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>State of one sub-core: its warps in the order in which they came, its issue ports, and its place in the load-store unit's queue.</summary>
internal sealed class SubCore
{
    private readonly long[] _queue;
    private int _queueAt;

    public SubCore(SmSpec sm)
    {
        Slots = new IssueSlots();
        Warps = new int[sm.MaxWarps];
        Ports = new long[SimtCode.SharedPorts];
        _queue = new long[sm.LoadStore.QueuePerSubCore];
    }

    /// <summary>Places of its warps, the oldest first.</summary>
    public int[] Warps { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; set; }

    /// <summary>Cycle from which each port is free.</summary>
    public long[] Ports { get; }

    /// <summary>Cycle at which it looks for a warp again.</summary>
    public long Next { get; set; } = long.MaxValue;

    /// <summary>Warp of the last issue; -1 where it has gone.</summary>
    public int LastWarp { get; set; } = -1;

    /// <summary>Position in <see cref="Warps"/> of the last issue.</summary>
    public int LastIndex { get; set; }

    /// <summary>Issue slots up to this cycle are accounted for.</summary>
    public long Accounted { get; set; }

    /// <summary>Account of its issue slots.</summary>
    public IssueSlots Slots { get; }

    /// <summary>Cycle from which the load-store unit's queue has room for one more of its instructions.</summary>
    public long QueueFree => _queue[_queueAt];

    /// <summary>An instruction enters the queue and leaves it at a cycle.</summary>
    public void Enqueue(long leaves)
    {
        _queue[_queueAt] = leaves;
        _queueAt = _queueAt + 1 == _queue.Length ? 0 : _queueAt + 1;
    }

    /// <summary>A warp has come.</summary>
    public void Add(int warp) => Warps[Count++] = warp;

    /// <summary>A warp has gone.</summary>
    public void Remove(int warp)
    {
        var index = Array.IndexOf(Warps, warp, 0, Count);
        Array.Copy(Warps, index + 1, Warps, index, Count - index - 1);
        Count--;
        LastIndex = LastIndex > index ? LastIndex - 1 : LastIndex;
        LastWarp = LastWarp == warp ? -1 : LastWarp;
    }
}
