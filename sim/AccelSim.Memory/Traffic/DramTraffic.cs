namespace AccelSim.Memory;

/// <summary>What a stream of requests touches.</summary>
public sealed record DramTraffic
{
    public required DramPattern Pattern { get; init; }

    /// <summary>Bytes from one burst to the next (<see cref="DramPattern.Strided"/>).</summary>
    public long StrideBytes { get; init; }

    /// <summary>Bursts of a block (<see cref="DramPattern.Random"/>).</summary>
    public int Run { get; init; } = 1;

    /// <summary>Of <see cref="Of"/> requests so many are writes.</summary>
    public int Writes { get; init; }

    /// <summary>See <see cref="Writes"/>; also the number of streams of <see cref="DramPattern.Copy"/>.</summary>
    public int Of { get; init; } = 1;

    /// <summary>True where a random number decides which request is a write, false where they alternate.</summary>
    public bool RandomMix { get; init; }

    /// <summary>Seed of addresses and mix.</summary>
    public ulong Seed { get; init; } = 1;
}
