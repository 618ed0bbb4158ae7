using System.Numerics;
using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>
/// How often the banks of shared memory must be read for one access of a warp. Lanes are taken in groups that together fill the banks once (32 lanes of
/// 4 bytes, 16 of 8, 8 of 16 on 32 banks of 4 bytes); in a group each bank gives one word per pass, to all lanes that want it.
/// </summary>
internal sealed class SharedPasses(int banks, int bankBytes)
{
    private readonly long[] _word = new long[banks];
    private readonly ulong[] _extra = new ulong[banks];

    /// <summary>Passes that the last access would have taken without conflicts: one for each group of lanes that takes part.</summary>
    public int Least { get; private set; }

    /// <summary>Passes of one access.</summary>
    /// <param name="addresses">Address of each lane.</param>
    /// <param name="lanes">Lanes that take part.</param>
    /// <param name="laneBytes">Bytes of each.</param>
    /// <param name="width">Lanes of a warp.</param>
    public int Of(ref SimtAddresses addresses, ulong lanes, int laneBytes, int width)
    {
        var group = Math.Clamp(banks * bankBytes / laneBytes, 1, width);
        var passes = 0;
        Least = 0;
        for (var first = 0; first < width; first += group)
        {
            var members = lanes >> first & (group == 64 ? ulong.MaxValue : (1UL << group) - 1);
            Least += members == 0 ? 0 : 1;
            passes += members == 0 ? 0 : Group(ref addresses, members, first, laneBytes);
        }

        Least = Math.Max(1, Least);

        return Math.Max(1, passes);
    }

    private int Group(ref SimtAddresses addresses, ulong members, int first, int laneBytes)
    {
        Array.Fill(_word, -1);
        var words = Math.Max(1, laneBytes / bankBytes);
        var most = 1;
        Span<long> others = stackalloc long[64];
        Span<int> otherBanks = stackalloc int[64];
        var count = 0;
        for (var rest = members; rest != 0; rest &= rest - 1)
        {
            var start = addresses[first + BitOperations.TrailingZeroCount(rest)] / bankBytes;
            for (var i = 0; i < words; i++)
            {
                var word = start + i;
                var bank = (int)(word % banks);
                if (_word[bank] == word)
                {
                    continue;
                }

                if (_word[bank] < 0)
                {
                    _word[bank] = word;
                    _extra[bank] = 1;
                    continue;
                }

                var seen = false;
                for (var other = 0; other < count && !seen; other++)
                {
                    seen = others[other] == word && otherBanks[other] == bank;
                }

                if (!seen)
                {
                    if (count < others.Length)
                    {
                        (others[count], otherBanks[count]) = (word, bank);
                        count++;
                    }

                    most = Math.Max(most, (int)++_extra[bank]);
                }
            }
        }

        return most;
    }
}
