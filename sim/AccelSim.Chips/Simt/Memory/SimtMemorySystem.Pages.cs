using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>
/// How written lines reach device memory. Where a set holds more written lines than the file allows, or a written line is the next to be replaced,
/// the row of DRAM in which it lies is cleaned: all written lines of that row, in all slices, set out together, so that the row is opened once for all of them. They stay
/// as clean lines; none is replaced before the channel has taken it, so that a channel that is behind stops the slices.
/// </summary>
/// <remarks>
/// NVIDIA's patents have this: dirty data notifications sorted by bank page (US 8,341,358), sent where a set has more written lines than a threshold (US
/// 9,639,466), the cache standing for the write buffer of the channel (US 8,234,478).
/// </remarks>
internal sealed partial class SimtMemorySystem
{
    private readonly DramAddressMap _map;
    private readonly NumberPool<Leave> _leaves = new(64);
    private readonly long _pageBytes;
    private readonly long _pageStep;
    private readonly int _dirtyWays;

    /// <summary>Sectors are written in a slice.</summary>
    private void Soil(SectorTags tags, int place, byte sectors)
    {
        if (tags.Soil(place, sectors) > _dirtyWays && tags.OldestDirty(tags.LineAt(place)) is >= 0 and var oldest)
        {
            CleanPage(tags.LineAt(oldest));
        }
    }

    /// <summary>A place for a line; none where all of the set wait for data, or to be written back.</summary>
    private int TryPlace(L2Slice slice, long line)
    {
        var tags = slice.Tags;
        var oldest = tags.Oldest(line);
        if (tags.At(oldest).Dirty != 0 && tags.At(oldest).Leaving == 0)
        {
            CleanPage(tags.LineAt(oldest));
        }

        var place = tags.Victim(line);
        if (place >= 0)
        {
            tags.Install(place, line);
        }

        return place;
    }

    /// <summary>All written lines of the row of a line set out for device memory.</summary>
    private void CleanPage(long line)
    {
        var (channel, local) = _map.Locate(line * _lineBytes);
        var first = local / _pageBytes * _pageBytes;
        for (var at = first; at < first + _pageBytes; at += _pageStep)
        {
            var address = _map.Address(channel, at);
            var number = _hash.Of(address);
            var tags = _slices[number].Tags;
            var place = tags.Find(address / _lineBytes);
            if (place >= 0 && tags.At(place).Leaving == 0)
            {
                Clean(number, tags, place);
            }
        }
    }

    private void Clean(int slice, SectorTags tags, int place)
    {
        for (var dirty = tags.Clean(place); dirty != 0;)
        {
            var run = FirstRun(dirty);
            dirty &= (byte)~run;
            var number = _leaves.Take();
            _counters.ReadSectors += Count(run);
            _leaves.Items[number] = new Leave { Slice = slice, Place = place, Sectors = run };
            _writes?.Begins(Now);
            Dram.Access(Pattern(tags.LineAt(place), run), write: true, this, ~number);
        }
    }

    /// <summary>A channel has taken sectors.</summary>
    private void Cleaned(int number)
    {
        var leave = _leaves.Items[number];
        _leaves.Return(number);
        _writes?.Ends(Now);
        var slice = _slices[leave.Slice];
        slice.Tags.At(leave.Place).Leaving &= (byte)~leave.Sectors;
        TryAgain(slice);
    }

    /// <summary>Sectors on their way to device memory.</summary>
    private struct Leave
    {
        public int Slice;
        public int Place;
        public byte Sectors;
    }
}
