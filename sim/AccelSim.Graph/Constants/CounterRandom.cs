using System.Numerics;
using System.Text;

namespace AccelSim.Graph;

/// <summary>
/// Counter-based pseudo-random numbers: number i of a named stream is a hash of (seed, name, i), so streams are independent of each
/// other and of the order of use. The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), the name is
/// hashed with 64-bit FNV-1a.
/// </summary>
public readonly struct CounterRandom
{
    private readonly ulong _key;

    /// <summary>Opens a stream.</summary>
    public CounterRandom(ulong seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ octet) * 1099511628211UL;
        }

        _key = Mix(seed + 0x9E3779B97F4A7C15UL) ^ hash;
    }

    /// <summary>Number <paramref name="index"/> of the stream, all 64 bits random.</summary>
    public ulong Bits(long index) => Mix(BitOperations.RotateLeft(_key, 17) + ((ulong)index * 0x9E3779B97F4A7C15UL) + _key);

    /// <summary>Number <paramref name="index"/> of the stream, uniform in [0, 1) with 53 bits.</summary>
    public double Unit(long index) => (Bits(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Number <paramref name="index"/> of the stream, uniform in [-1, 1).</summary>
    public double Signed(long index) => 2 * Unit(index) - 1;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
