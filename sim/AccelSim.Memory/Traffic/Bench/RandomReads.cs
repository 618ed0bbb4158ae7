namespace AccelSim.Memory;

/// <summary>Blocks at random places.</summary>
internal sealed class RandomReads(DramConfig config, int block, ulong seed) : DramStream
{
    private readonly CongruentialRandom _random = new(seed);
    private readonly ulong _blocks = (ulong)(config.CapacityBytes / block);

    public override int Bytes => block;

    public override DramAsk Take() => new((long)(_random.Next() % _blocks) * block, block, Write: false);
}
