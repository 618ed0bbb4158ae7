namespace AccelSim.Memory;

/// <summary>
/// Knuth's 64-bit linear congruential generator (MMIX), the upper 53 bits of it: small enough to be repeated by anyone who wants the same
/// stream of requests.
/// </summary>
public sealed class CongruentialRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 53 bits.</summary>
    public ulong Next()
    {
        _state = (_state * 6364136223846793005UL) + 1442695040888963407UL;
        return _state >> 11;
    }

    /// <summary>The next number from 0 to below 1.</summary>
    public double NextFraction() => Next() / (double)(1UL << 53);
}
