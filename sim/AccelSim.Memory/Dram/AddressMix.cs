namespace AccelSim.Memory;

/// <summary>A multiplicative hash of address bits, where channels or slices are no power of two and no polynomial divides addresses out evenly.</summary>
public static class AddressMix
{
    /// <summary>A number whose upper and middle bits depend on all bits of <paramref name="block"/> (the multiplier of SplitMix64's finaliser).</summary>
    public static ulong Of(ulong block)
    {
        block ^= block >> 29;
        block *= 0xBF58476D1CE4E5B9;
        return block ^ (block >> 32);
    }
}
