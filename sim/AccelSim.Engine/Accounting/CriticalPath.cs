namespace AccelSim.Engine;

/// <summary>
/// Records who released whom. A node covers the interval from the end of its predecessor to its own end and names that interval's
/// cause; walking back from the node that ended last therefore attributes the whole elapsed time, exactly, to the causes that decided it.
/// </summary>
/// <remarks>Nodes live in one growing array, 24 bytes each; <see cref="Reset"/> at a quiescent point keeps it small.</remarks>
public sealed class CriticalPath
{
    /// <summary>"No predecessor": the interval starts at the start time given to <see cref="Attribute"/>.</summary>
    public const int Root = -1;

    private Node[] _nodes;

    /// <summary>An empty recorder with room for <paramref name="capacity"/> nodes before it grows.</summary>
    public CriticalPath(int capacity = 1 << 12) => _nodes = new Node[Math.Max(1, capacity)];

    /// <summary>How many nodes have been recorded.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a node and returns its index.</summary>
    /// <param name="predecessor">The node whose end released this one, or <see cref="Root"/>.</param>
    /// <param name="end">End of the interval in fs; an end before the predecessor's is raised to it (an empty interval).</param>
    /// <param name="cause">What the interval was spent on.</param>
    /// <param name="info">Free word, such as the index of an instruction.</param>
    public int Add(int predecessor, long end, Cause cause, int info = 0)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Count * 2);
        }

        if (predecessor >= 0 && _nodes[predecessor].End > end)
        {
            end = _nodes[predecessor].End;
        }

        _nodes[Count] = new Node(end, predecessor, info, cause);
        return Count++;
    }

    /// <summary>End of a node in fs; the smallest long for <see cref="Root"/>.</summary>
    public long End(int node) => node < 0 ? long.MinValue : _nodes[node].End;

    /// <summary>The one of two nodes that ended later; the first on a tie.</summary>
    public int Later(int first, int second) => End(second) > End(first) ? second : first;

    /// <summary>Cause, info word and predecessor of a node.</summary>
    public (Cause Cause, int Info, int Predecessor) this[int node] =>
        (_nodes[node].Cause, _nodes[node].Info, _nodes[node].Predecessor);

    /// <summary>
    /// Adds to <paramref name="byCause"/> (fs, indexed by cause) the intervals of the chain that ends in <paramref name="last"/>, back to
    /// <paramref name="start"/> fs. What is added sums to the end of <paramref name="last"/> minus the start.
    /// </summary>
    public void Attribute(int last, long start, Span<long> byCause)
    {
        for (var node = last; node >= 0;)
        {
            ref readonly var current = ref _nodes[node];
            var from = Math.Max(start, End(current.Predecessor));
            if (current.End > from)
            {
                byCause[(int)current.Cause] += current.End - from;
            }

            node = current.Predecessor;
        }
    }

    /// <summary>Forgets all nodes; indices given out before are void.</summary>
    public void Reset() => Count = 0;

    private readonly record struct Node(long End, int Predecessor, int Info, Cause Cause);
}
