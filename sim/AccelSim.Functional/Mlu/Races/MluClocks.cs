using System.Numerics.Tensors;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Vector clocks of the agents of one gang: every core itself and each of its queues. A clock entry says how many accesses of that agent are known to
/// have completed.
/// </summary>
internal sealed class MluClocks
{
    private readonly MluQueueMap _queues;
    private readonly int _agentsPerCore;
    private int[] _clocks = [];
    private int _agents;

    public MluClocks(MluQueueMap queues)
    {
        _queues = queues;
        _agentsPerCore = 1 + queues.Groups.Length;
    }

    /// <summary>Starts a gang of that many cores: nobody knows of anything.</summary>
    public void Reset(int cores)
    {
        _agents = cores * _agentsPerCore;
        var needed = (_agents * _agents) + _agents;
        if (_clocks.Length < needed)
        {
            _clocks = new int[needed];
        }

        Array.Clear(_clocks, 0, needed);
    }

    /// <summary>Agent number of a core itself.</summary>
    public int Core(int place) => place * _agentsPerCore;

    /// <summary>Agent number of a core's queue.</summary>
    public int Queue(int place, int queue) => (place * _agentsPerCore) + 1 + queue;

    /// <summary>The clock of an agent.</summary>
    public Span<int> Of(int agent) => _clocks.AsSpan(agent * _agents, _agents);

    /// <summary>A queue takes an operation: it knows what its core knows. Returns the number of the access.</summary>
    public int Issue(int place, int queue)
    {
        var agent = Queue(place, queue);
        var clock = Of(agent);
        Join(clock, Of(Core(place)));
        return ++clock[agent];
    }

    /// <summary>A core makes an access itself. Returns the number of the access.</summary>
    public int Access(int place) => ++Of(Core(place))[Core(place)];

    /// <summary>A core learns what has completed in one of its queues.</summary>
    public void Wait(int place, int queue) => Join(Of(Core(place)), Of(Queue(place, queue)));

    /// <summary>A core waits for the queues of some names.</summary>
    public void Wait(int place, MluSyncMask names)
    {
        for (var queue = 0; queue < _queues.Groups.Length; queue++)
        {
            if ((_queues.Groups[queue] & names) != 0)
            {
                Wait(place, queue);
            }
        }
    }

    /// <summary>Cores drain their queues and learn everything of each other.</summary>
    public void Meet(ReadOnlySpan<int> places)
    {
        var all = _clocks.AsSpan(_agents * _agents, _agents);
        all.Clear();
        foreach (var place in places)
        {
            Wait(place, MluSyncMask.All);
            Join(all, Of(Core(place)));
        }

        foreach (var place in places)
        {
            all.CopyTo(Of(Core(place)));
        }
    }

    /// <summary>Length of a clock.</summary>
    public int Agents => _agents;

    /// <summary>Raises every entry to at least the other clock's.</summary>
    public static void Join(Span<int> clock, ReadOnlySpan<int> other) => TensorPrimitives.Max<int>(clock, other, clock);
}
