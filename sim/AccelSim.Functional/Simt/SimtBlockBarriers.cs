using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// The barriers of a block: how many threads have arrived at each and how many it waits for. Warps that have ended are not waited for where a
/// barrier is for the whole block.
/// </summary>
public sealed class SimtBlockBarriers
{
    private readonly int[] _arrived = new int[SimtInstructionSet.NamedBarriers];
    private readonly int[] _expected = new int[SimtInstructionSet.NamedBarriers];
    private readonly int[] _waiting = new int[SimtInstructionSet.NamedBarriers];
    private int _threads;
    private int _warpWidth;

    /// <summary>Begins a block.</summary>
    public void Start(SimtLaunchState launch)
    {
        ArgumentNullException.ThrowIfNull(launch);
        Array.Clear(_arrived);
        Array.Clear(_expected);
        Array.Clear(_waiting);
        _threads = (int)launch.Block.Count;
        _warpWidth = launch.WarpWidth;
    }

    /// <summary>A warp arrives. True where the barrier is complete; it is then ready for its next use, and all who wait go on.</summary>
    /// <param name="barrier">Number of the barrier.</param>
    /// <param name="threads">Threads it waits for; 0 for all warps of the block that have not ended.</param>
    /// <param name="lanes">Lanes of the warp, those that have ended included.</param>
    /// <param name="waits">True where the warp waits there.</param>
    public bool Arrive(int barrier, int threads, ulong lanes, bool waits)
    {
        // A named count is in threads, a warp counts whole.
        _arrived[barrier] += threads == 0 ? BitOperations.PopCount(lanes) : _warpWidth;
        _expected[barrier] = threads;
        _waiting[barrier] += waits ? 1 : 0;
        return Complete(barrier);
    }

    /// <summary>False where warps that have arrived wait for another number of threads: what happens then is not defined.</summary>
    public bool Agrees(int barrier, int threads) => _arrived[barrier] == 0 || _expected[barrier] == threads;

    /// <summary>Who is at a barrier, for messages.</summary>
    public string Describe(int barrier) => FormattableString.Invariant(
        $"{_arrived[barrier]} threads, waiting for {(_expected[barrier] == 0 ? "all of the block" : FormattableString.Invariant($"{_expected[barrier]}"))},");

    /// <summary>A warp has ended; returns a barrier that this completes, or -1.</summary>
    public int End(ulong lanes)
    {
        _threads -= BitOperations.PopCount(lanes);
        return NextComplete();
    }

    /// <summary>A barrier of the whole block that became complete because threads ended, or -1.</summary>
    public int NextComplete()
    {
        for (var barrier = 0; barrier < _arrived.Length; barrier++)
        {
            if (_waiting[barrier] > 0 && _expected[barrier] == 0 && Complete(barrier))
            {
                return barrier;
            }
        }

        return -1;
    }

    private bool Complete(int barrier)
    {
        if (_arrived[barrier] < (_expected[barrier] == 0 ? _threads : _expected[barrier]))
        {
            return false;
        }

        _arrived[barrier] = 0;
        _waiting[barrier] = 0;
        return true;
    }
}
