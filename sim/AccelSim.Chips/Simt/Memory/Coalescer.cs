using System.Numerics;
using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>Turns the addresses of a warp into lines and sectors of the cache: lines of up to 8 sectors of up to 64 bytes.</summary>
internal sealed class Coalescer(int lineBytes, int sectorBytes)
{
    private readonly int _lineShift = BitOperations.Log2((uint)lineBytes);
    private readonly int _sectorShift = BitOperations.Log2((uint)sectorBytes);
    private readonly long[] _lines = new long[128];
    private readonly byte[] _sectors = new byte[128];
    private readonly byte[] _whole = new byte[128];
    private readonly ulong[] _bytes = new ulong[128 * 8];

    /// <summary>Lines that the warp touches.</summary>
    public int Count { get; private set; }

    /// <summary>The lines, in the order of the first lane that touches each.</summary>
    public ReadOnlySpan<long> Lines => _lines.AsSpan(0, Count);

    /// <summary>Sectors of each line that are touched.</summary>
    public ReadOnlySpan<byte> Sectors => _sectors.AsSpan(0, Count);

    /// <summary>Sectors of each line of which every byte is touched.</summary>
    public ReadOnlySpan<byte> Whole => _whole.AsSpan(0, Count);

    /// <summary>Sectors in all.</summary>
    public int SectorCount { get; private set; }

    /// <summary>Gathers the accesses of some lanes. An access lies inside one sector, because it is aligned.</summary>
    public void Gather(ref SimtAddresses addresses, ulong lanes, int laneBytes)
    {
        Count = 0;
        SectorCount = 0;
        var line = -1L;
        var at = 0;
        var all = sectorBytes == 64 ? ulong.MaxValue : (1UL << sectorBytes) - 1;
        var own = (1UL << laneBytes) - 1;
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var address = addresses[BitOperations.TrailingZeroCount(rest)];
            if (address >> _lineShift != line)
            {
                line = address >> _lineShift;
                at = Place(line);
            }

            var sector = (int)(address >> _sectorShift) & ((lineBytes / sectorBytes) - 1);
            _sectors[at] |= (byte)(1 << sector);
            ref var bytes = ref _bytes[(at * 8) + sector];
            bytes |= own << ((int)address & (sectorBytes - 1));
            _whole[at] |= bytes == all ? (byte)(1 << sector) : (byte)0;
        }

        for (var i = 0; i < Count; i++)
        {
            SectorCount += BitOperations.PopCount(_sectors[i]);
        }
    }

    private int Place(long line)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_lines[i] == line)
            {
                return i;
            }
        }

        (_lines[Count], _sectors[Count], _whole[Count]) = (line, 0, 0);
        Array.Clear(_bytes, 8 * Count, 8);
        return Count++;
    }
}
