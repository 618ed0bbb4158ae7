using System.Runtime.CompilerServices;

namespace AccelSim.Chips.Simt;

/// <summary>Warp cycles by reason; over all resident warps they add up to the time the warps were resident.</summary>
[InlineArray(Count)]
public struct StallCounts
{
    /// <summary>Number of reasons.</summary>
    public const int Count = (int)StallReason.Gmma + 1;

    private long _first;

    /// <summary>Adds cycles to a reason.</summary>
    internal void Add(StallReason reason, long cycles) => this[(int)reason] += cycles;

    /// <summary>Adds another count.</summary>
    public void Add(in StallCounts other)
    {
        for (var reason = 0; reason < Count; reason++)
        {
            this[reason] += other[reason];
        }
    }
}
