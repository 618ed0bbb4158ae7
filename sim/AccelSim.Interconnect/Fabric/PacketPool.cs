namespace AccelSim.Interconnect;

/// <summary>Packets in flight, by number; numbers are used again.</summary>
internal sealed class PacketPool
{
    private int[] _free = [];
    private int _freeCount;

    /// <summary>A packet on its way.</summary>
    internal struct Packet
    {
        public long Created;
        public long Entered;
        public int Source;
        public int Destination;
        public int Flits;
        public int Hops;
        public int Tag;
        public bool UpperHalf;
    }

    public Packet[] Packets { get; private set; } = [];

    public int InUse => Packets.Length - _freeCount;

    public int Take()
    {
        if (_freeCount == 0)
        {
            Grow();
        }

        return _free[--_freeCount];
    }

    public Delivery Return(int packet)
    {
        ref var p = ref Packets[packet];
        _free[_freeCount++] = packet;
        return new Delivery(p.Source, p.Destination, p.Flits, p.Hops, p.Created, p.Entered, p.Tag);
    }

    private void Grow()
    {
        var had = Packets.Length;
        var packets = new Packet[Math.Max(1024, 2 * had)];
        Packets.CopyTo(packets, 0);
        Packets = packets;
        _free = new int[packets.Length];
        for (var number = packets.Length - 1; number >= had; number--)
        {
            _free[_freeCount++] = number;
        }
    }
}
