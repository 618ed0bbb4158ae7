namespace AccelSim.Interconnect;

/// <summary>A packet on its way, of which the network moves flits.</summary>
internal struct FlitPacket
{
    public long Created;
    public long Entered;
    public int Source;
    public int Destination;
    public int Flits;
    public int Hops;
    public int Tag;
    public bool UpperHalf;

    // Of packets that go to several nodes.
    public Part Part;
}
