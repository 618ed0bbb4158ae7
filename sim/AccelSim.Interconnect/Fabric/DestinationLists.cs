using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>
/// The destinations of multicast packets inside a network. Copies of a packet hold parts of its list, which lives until all destinations have
/// been reached.
/// </summary>
internal sealed class DestinationLists
{
    private readonly int _longest;
    private readonly NumberPool<int> _left = new();
    private readonly bool[] _seen;
    private int[] _nodes = [];

    /// <param name="nodes">Endpoints of the network.</param>
    public DestinationLists(int nodes)
    {
        _longest = nodes;
        _seen = new bool[nodes];
    }

    /// <summary>Keeps a list.</summary>
    /// <exception cref="ArgumentException">It is empty, or names a node twice or one that is not there.</exception>
    public Part Take(ReadOnlySpan<int> destinations)
    {
        Check(destinations);
        var list = _left.Take();
        if (_nodes.Length < _left.Items.Length * _longest)
        {
            Array.Resize(ref _nodes, _left.Items.Length * _longest);
        }

        _left.Items[list] = destinations.Length;
        destinations.CopyTo(_nodes.AsSpan(list * _longest));
        return new Part(list * _longest, destinations.Length);
    }

    /// <summary>The nodes of a part.</summary>
    public Span<int> this[Part part] => _nodes.AsSpan(part.First, part.Count);

    /// <summary>One destination of the list has been reached.</summary>
    public void Reached(Part part)
    {
        var list = part.First / _longest;
        if (--_left.Items[list] == 0)
        {
            _left.Return(list);
        }
    }

    private void Check(ReadOnlySpan<int> destinations)
    {
        var problem = destinations.IsEmpty ? "a packet needs a destination" : null;
        foreach (var node in destinations)
        {
            problem ??= (uint)node >= (uint)_longest ? $"there is no node {node}" : _seen[node] ? $"node {node} is named twice" : null;
            if (problem is null)
            {
                _seen[node] = true;
            }
        }

        Array.Clear(_seen);
        if (problem is not null)
        {
            throw new ArgumentException(problem, nameof(destinations));
        }
    }
}
