using System.Numerics.Tensors;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Vector clocks of a block: of each warp, and of each warp's asynchronous copies. An agent's accesses come in stretches, ended by a barrier or a commit;
/// an entry says up to which one they are known to be over: that one for a warp, the one before for copies.
/// </summary>
internal sealed class SimtClocks
{
    private readonly List<Queue<int>> _groups = [];
    private int[] _clocks = [];
    private int[] _barriers = [];
    private bool[] _waits = [];
    private int _warps;

    /// <summary>Warps, then their copies.</summary>
    public int Agents => 2 * _warps;

    /// <summary>Starts a block: nobody knows of anything.</summary>
    public void Reset(int warps, int namedBarriers)
    {
        _warps = warps;
        var needed = warps * Agents;
        if (_clocks.Length < needed)
        {
            (_clocks, _barriers, _waits) = (new int[needed], new int[namedBarriers * Agents], new bool[namedBarriers * warps]);
        }

        Array.Clear(_clocks);
        Array.Clear(_barriers);
        Array.Clear(_waits);
        while (_groups.Count < warps)
        {
            _groups.Add(new Queue<int>());
        }

        _groups.ForEach(groups => groups.Clear());
        for (var warp = 0; warp < warps; warp++)
        {
            Of(warp)[warp] = 1;
            Of(warp)[Copies(warp)] = 1;
        }
    }

    /// <summary>Agent number of a warp's copies.</summary>
    public int Copies(int warp) => _warps + warp;

    /// <summary>The stretch that an agent's accesses belong to now.</summary>
    public int Now(int agent) => agent < _warps ? Of(agent)[agent] : Open(agent - _warps);

    /// <summary>Whether an access of an agent in a stretch is over for a warp, or for its copies, which begin knowing what it knows.</summary>
    public bool Knows(int by, int agent, int stretch)
    {
        var warp = by < _warps ? by : by - _warps;
        return agent == warp || Of(warp)[agent] >= (agent < _warps ? stretch : stretch + 1);
    }

    /// <summary>A warp arrives at a barrier.</summary>
    public void Arrive(int warp, int barrier, bool waits)
    {
        var clock = Of(warp);
        TensorPrimitives.Max<int>(Barrier(barrier), clock, Barrier(barrier));
        clock[warp]++;
        _waits[(barrier * _warps) + warp] = waits;
    }

    /// <summary>A barrier is complete: those who wait there learn what those who arrived knew.</summary>
    public void Release(int barrier)
    {
        for (var warp = 0; warp < _warps; warp++)
        {
            ref var waits = ref _waits[(barrier * _warps) + warp];
            if (waits)
            {
                waits = false;
                TensorPrimitives.Max<int>(Of(warp), Barrier(barrier), Of(warp));
            }
        }

        Barrier(barrier).Clear();
    }

    /// <summary>The copies of a warp since its last commit are a group.</summary>
    public void Commit(int warp) => _groups[warp].Enqueue(Open(warp));

    /// <summary>A warp waits until at most <paramref name="left"/> of its groups are on their way.</summary>
    public void Wait(int warp, int left)
    {
        var groups = _groups[warp];
        while (groups.Count > left)
        {
            Of(warp)[Copies(warp)] = groups.Dequeue() + 1;
        }
    }

    private int Open(int warp) => Of(warp)[Copies(warp)] + _groups[warp].Count;

    private Span<int> Of(int warp) => _clocks.AsSpan(warp * Agents, Agents);

    private Span<int> Barrier(int barrier) => _barriers.AsSpan(barrier * Agents, Agents);
}
