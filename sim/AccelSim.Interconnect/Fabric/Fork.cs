using System.Numerics;

namespace AccelSim.Interconnect;

/// <summary>
/// Where the ways of a multicast packet part: each destination is routed as a packet of its own would be, and those that leave by the same
/// output go on as one copy. As every way is a dimension-order way (or one by destination tag), the copies' ways are a tree.
/// </summary>
internal sealed class Fork
{
    private readonly FabricGraph _graph;
    private readonly DestinationLists _lists;
    private readonly OneToss _coin;
    private readonly byte[] _outputOf;
    private readonly int[] _nodes;
    private readonly int[] _ends;
    private readonly ChannelClass[] _channels;

    public Fork(FabricGraph graph, DestinationLists lists, IRandomBits coin)
    {
        _graph = graph;
        _lists = lists;
        _coin = new OneToss(coin);
        _outputOf = new byte[graph.Nodes];
        _nodes = new int[graph.Nodes];
        _ends = new int[graph.Ports];
        _channels = new ChannelClass[graph.Ports];
    }

    /// <summary>Keeps the destinations of a packet that a network is to copy.</summary>
    /// <exception cref="ArgumentException">Destinations are missing or doubled, or the packet is too long.</exception>
    /// <exception cref="InvalidOperationException">The routers cannot copy.</exception>
    public static Part Admit(Fork? fork, DestinationLists lists, ReadOnlySpan<int> destinations, int flits, int bufferFlits)
    {
        if (fork is null)
        {
            throw new InvalidOperationException("the routers of this network do not copy packets (router.multicast)");
        }

        return flits <= bufferFlits
            ? lists.Take(destinations)
            : throw new ArgumentException($"a multicast packet of {flits} flits does not fit a buffer of {bufferFlits}", nameof(flits));
    }

    /// <summary>Outputs of the router that the last packet takes, one bit each.</summary>
    public ulong Outputs { get; private set; }

    /// <summary>Which channels the copy for an output may use.</summary>
    public ChannelClass ChannelsAt(int output) => _channels[output];

    /// <summary>The destinations behind an output.</summary>
    public Part PartAt(Part whole, int output)
    {
        var before = Outputs & ((1UL << output) - 1);
        var first = before == 0 ? 0 : _ends[BitOperations.Log2(before)];
        return new Part(whole.First + first, _ends[output] - first);
    }

    /// <summary>Works out the outputs of a packet, and puts destinations with the same output side by side.</summary>
    /// <param name="part">Its destinations.</param>
    /// <param name="router">Where it is.</param>
    /// <param name="input">Port by which it came.</param>
    /// <param name="upperHalf">What the last step said about its channels.</param>
    public void Split(Part part, int router, int input, bool upperHalf)
    {
        var nodes = _lists[part];
        nodes.CopyTo(_nodes);
        Outputs = 0;
        _coin.Forget();
        for (var i = 0; i < nodes.Length; i++)
        {
            var step = _graph.Route(router, input, nodes[i], upperHalf, _coin);
            var bit = 1UL << step.Output;
            _channels[step.Output] = (Outputs & bit) == 0 ? step.Channels : _graph.Together(step.Output, _channels[step.Output], step.Channels);
            _outputOf[i] = (byte)step.Output;
            Outputs |= bit;
        }

        var at = 0;
        for (var outputs = Outputs; outputs != 0; outputs &= outputs - 1)
        {
            var output = BitOperations.TrailingZeroCount(outputs);
            for (var i = 0; i < nodes.Length; i++)
            {
                if (_outputOf[i] == output)
                {
                    nodes[at++] = _nodes[i];
                }
            }

            _ends[output] = at;
        }
    }

    // Equally far destinations go the same way round, or their ways would meet again.
    private sealed class OneToss(IRandomBits coin) : IRandomBits
    {
        private bool? _result;

        public void Forget() => _result = null;

        public bool Toss() => _result ??= coin.Toss();
    }
}
