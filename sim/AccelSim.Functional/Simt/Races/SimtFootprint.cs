using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>The bytes of global memory that a launch, or a copy of the host, reads, writes and changes by atomics; memory only for pages that are touched.</summary>
public sealed class SimtFootprint
{
    private const int PageBytes = 4096;
    private const int Words = PageBytes / 64;
    private const int Kinds = 3;
    private const int Read = 0;
    private const int Written = 1;
    private const int Atomic = 2;

    private readonly SortedDictionary<long, ulong[]> _pages = [];

    /// <summary>Enters a range of bytes.</summary>
    public void Enter(long address, long bytes, bool write) => Enter(address, bytes, write ? Written : Read);

    /// <summary>A byte that both touch while one of them writes it; atomics do not conflict with each other. -1 where there is none.</summary>
    public long Conflict(SimtFootprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (page, own) in _pages)
        {
            if (!other._pages.TryGetValue(page, out var others))
            {
                continue;
            }

            for (var word = 0; word < Words; word++)
            {
                var (read, written, atomic) = (others[(Read * Words) + word], others[(Written * Words) + word], others[(Atomic * Words) + word]);
                var both = (own[(Written * Words) + word] & (read | written | atomic)) | (own[(Read * Words) + word] & (written | atomic)) | (own[(Atomic * Words) + word] & (read | written));
                if (both != 0)
                {
                    return (page * PageBytes) + (word * 64) + BitOperations.TrailingZeroCount(both);
                }
            }
        }

        return -1;
    }

    /// <summary>Enters an access of a warp, if it is one of global memory.</summary>
    internal void Enter(SimtTiming timing, SimtAccess access)
    {
        var kind = timing switch
        {
            SimtTiming.GlobalLoad or SimtTiming.AsyncCopy => Read,
            SimtTiming.GlobalStore => Written,
            SimtTiming.GlobalAtomic => Atomic,
            _ => -1,
        };
        for (var rest = kind < 0 ? 0 : access.Reading; rest != 0; rest &= rest - 1)
        {
            Enter(access.Addresses[BitOperations.TrailingZeroCount(rest)], access.LaneBytes, kind);
        }
    }

    private void Enter(long address, long bytes, int kind)
    {
        for (var end = address + bytes; address < end;)
        {
            var (page, offset) = (address / PageBytes, (int)(address % PageBytes));
            var count = (int)Math.Min(end - address, 64 - (offset % 64));
            if (!_pages.TryGetValue(page, out var bits))
            {
                _pages.Add(page, bits = new ulong[Kinds * Words]);
            }

            bits[(kind * Words) + (offset / 64)] |= (count == 64 ? ulong.MaxValue : (1UL << count) - 1) << (offset % 64);
            address += count;
        }
    }
}
