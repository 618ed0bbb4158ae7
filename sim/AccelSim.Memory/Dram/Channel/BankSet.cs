using System.Numerics;

namespace AccelSim.Memory;

/// <summary>A set of banks that is walked in order of bank number.</summary>
internal sealed class BankSet(int banks)
{
    private readonly ulong[] _words = new ulong[(banks + 63) / 64];

    public bool IsEmpty
    {
        get
        {
            foreach (var word in _words)
            {
                if (word != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public void Add(int bank) => _words[bank >> 6] |= 1UL << bank;

    public void Remove(int bank) => _words[bank >> 6] &= ~(1UL << bank);

    public bool Contains(int bank) => (_words[bank >> 6] >> bank & 1) != 0;

    /// <summary>The first bank of the set from <paramref name="bank"/> on; -1 when there is none.</summary>
    public int From(int bank)
    {
        var index = bank >> 6;
        if (index >= _words.Length)
        {
            return -1;
        }

        var word = _words[index] & (ulong.MaxValue << bank);
        while (word == 0)
        {
            if (++index == _words.Length)
            {
                return -1;
            }

            word = _words[index];
        }

        return (index << 6) + BitOperations.TrailingZeroCount(word);
    }
}
