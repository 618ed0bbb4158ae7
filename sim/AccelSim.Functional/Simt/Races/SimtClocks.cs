using System.Numerics.Tensors;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Vector clocks of a block: of each warp, and of what each warp leaves to others: asynchronous copies, products of its warp group, bulk copies. An agent's
/// accesses come in stretches, ended by a barrier or a commit, of bulk copies one each; an entry says up to which one they are known to be over: that one
/// for a warp, the one before for the others.
/// </summary>
internal sealed class SimtClocks
{
    private const int Kinds = 4;

    private readonly List<Queue<int>> _groups = [];
    private readonly Dictionary<int, int[]> _shared = [];
    private int[] _open = [];
    private int[] _clocks = [];
    private int[] _barriers = [];
    private bool[] _waits = [];
    private int _warps;

    /// <summary>Warps, then their copies, their products and their bulk copies.</summary>
    public int Agents => Kinds * _warps;

    /// <summary>Starts a block: nobody knows of anything.</summary>
    public void Reset(int warps, int namedBarriers)
    {
        _warps = warps;
        var needed = warps * Agents;
        if (_clocks.Length < needed)
        {
            (_clocks, _barriers, _waits, _open) = (new int[needed], new int[namedBarriers * Agents], new bool[namedBarriers * warps], new int[Agents]);
        }

        Array.Clear(_clocks);
        Array.Clear(_barriers);
        Array.Clear(_waits);
        Array.Fill(_open, 1);
        _shared.Clear();
        while (_groups.Count < 2 * warps)
        {
            _groups.Add(new Queue<int>());
        }

        _groups.ForEach(groups => groups.Clear());
        for (var warp = 0; warp < warps; warp++)
        {
            Of(warp)[warp] = 1;
        }
    }

    /// <summary>Agent number of a warp's copies.</summary>
    public int Copies(int warp) => _warps + warp;

    /// <summary>Agent number of a warp's products.</summary>
    public int Products(int warp) => (2 * _warps) + warp;

    /// <summary>Agent number of a warp's bulk copies.</summary>
    public int Bulk(int warp) => (3 * _warps) + warp;

    /// <summary>The stretch that an agent's accesses belong to now.</summary>
    public int Now(int agent) => agent < _warps ? Of(agent)[agent] : _open[agent];

    /// <summary>Whether an access of an agent in a stretch is over for a warp, or for what it leaves to others, which begins knowing what it knows.</summary>
    public bool Knows(int warp, int agent, int stretch) => agent == warp || Of(warp)[agent] >= (agent < _warps ? stretch : stretch + 1);

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

    /// <summary>The copies or products of a warp since the last commit are a group.</summary>
    public void Commit(int agent) => _groups[agent - _warps].Enqueue(_open[agent]++);

    /// <summary>A warp waits until at most <paramref name="left"/> groups of its copies or products are on their way.</summary>
    /// <param name="agent">The copies or products of a warp.</param>
    /// <param name="left">How many.</param>
    /// <param name="of">The agent that made them: a warp group's first warp for all four.</param>
    public void Wait(int agent, int left, int of)
    {
        var groups = _groups[agent - _warps];
        while (groups.Count > left)
        {
            ref var known = ref Of(agent % _warps)[of];
            known = Math.Max(known, groups.Dequeue() + 1);
        }
    }

    /// <summary>A barrier in shared memory is made: nobody has arrived there.</summary>
    public void Make(int address) => Shared(address).AsSpan().Clear();

    /// <summary>A warp arrives at a barrier in shared memory.</summary>
    public void ArriveShared(int warp, int address)
    {
        var clock = Of(warp);
        TensorPrimitives.Max<int>(Shared(address).AsSpan(0, Agents), clock, Shared(address));
        clock[warp]++;
    }

    /// <summary>A bulk copy of a warp is complete, and a barrier in shared memory is told.</summary>
    public void CompleteBulk(int warp, int address) => Shared(address)[Bulk(warp)] = ++_open[Bulk(warp)];

    /// <summary>A phase of a barrier in shared memory is over for a warp, which learns what those who have arrived there knew, of whichever phase.</summary>
    public void Learn(int warp, int address) => TensorPrimitives.Max<int>(Of(warp), Shared(address).AsSpan(0, Agents), Of(warp));

    private int[] Shared(int address)
    {
        if (!_shared.TryGetValue(address, out var clock))
        {
            _shared[address] = clock = new int[Agents];
        }

        return clock;
    }

    private Span<int> Of(int warp) => _clocks.AsSpan(warp * Agents, Agents);

    private Span<int> Barrier(int barrier) => _barriers.AsSpan(barrier * Agents, Agents);
}
