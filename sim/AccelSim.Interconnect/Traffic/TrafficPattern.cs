namespace AccelSim.Interconnect;

/// <summary>Who sends to whom.</summary>
public abstract class TrafficPattern
{
    /// <summary>Where the next packet of a node goes.</summary>
    public abstract int Destination(int source, LaggedRandom random);

    /// <summary>Every node equally, the sender among them.</summary>
    public static TrafficPattern Uniform(int nodes) => new UniformTraffic(nodes);

    /// <summary>The two halves of the node number's bits change places; the number of nodes is a power of four.</summary>
    public static TrafficPattern Transpose(int nodes)
    {
        var half = System.Numerics.BitOperations.Log2((uint)nodes) / 2;
        Require(nodes == 1 << (2 * half), $"transpose needs a power of four nodes, not {nodes}");
        return new FixedTraffic([.. Enumerable.Range(0, nodes).Select(n => (n >> half) | ((n << half) & (nodes - 1)))]);
    }

    /// <summary>Every bit of the node number turns over; the number of nodes is a power of two.</summary>
    public static TrafficPattern BitComplement(int nodes)
    {
        Require(int.IsPow2(nodes), $"bit complement needs a power of two nodes, not {nodes}");
        return new FixedTraffic([.. Enumerable.Range(0, nodes).Select(n => ~n & (nodes - 1))]);
    }

    /// <summary>Just short of half way round, in every dimension.</summary>
    public static TrafficPattern Tornado(IReadOnlyList<int> sizes) => Shift(sizes, size => ((size + 1) / 2) - 1);

    /// <summary>The next router, in every dimension.</summary>
    public static TrafficPattern Neighbor(IReadOnlyList<int> sizes) => Shift(sizes, _ => 1);

    /// <summary>Some nodes only, each as often as its weight says.</summary>
    public static TrafficPattern Hotspot(IReadOnlyList<int> nodes, IReadOnlyList<int> weights) => new HotspotTraffic([.. nodes], [.. weights]);

    private static FixedTraffic Shift(IReadOnlyList<int> sizes, Func<int, int> distance)
    {
        var nodes = sizes.Aggregate(1, (product, size) => product * size);
        return new FixedTraffic([.. Enumerable.Range(0, nodes).Select(Target)]);

        int Target(int node)
        {
            var target = 0;
            var stride = 1;
            foreach (var size in sizes)
            {
                target += stride * (((node / stride % size) + distance(size)) % size);
                stride *= size;
            }

            return target;
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }

    private sealed class UniformTraffic(int nodes) : TrafficPattern
    {
        public override int Destination(int source, LaggedRandom random) => random.UpTo(nodes - 1);
    }

    private sealed class FixedTraffic(int[] target) : TrafficPattern
    {
        public override int Destination(int source, LaggedRandom random) => target[source];
    }

    private sealed class HotspotTraffic(int[] nodes, int[] weights) : TrafficPattern
    {
        private readonly int _total = weights.Sum();

        public override int Destination(int source, LaggedRandom random)
        {
            if (nodes.Length == 1)
            {
                return nodes[0];
            }

            var at = random.UpTo(_total - 1);
            var i = 0;
            for (; i < nodes.Length - 1 && weights[i] <= at; i++)
            {
                at -= weights[i];
            }

            return nodes[i];
        }
    }
}
