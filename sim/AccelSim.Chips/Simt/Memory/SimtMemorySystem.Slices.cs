using System.Numerics;
using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>What a slice does with a request.</summary>
internal sealed partial class SimtMemorySystem
{
    /// <summary>Serves a request whose turn at its slice begins at <paramref name="start"/>; false, with nothing changed, when it misses and the miss cannot be taken.</summary>
    private bool TryServe(int number, long start)
    {
        ref var request = ref _requests.Items[number];
        var slice = _slices[request.Slice];
        var tags = slice.Tags;
        var place = tags.Find(request.Line);
        if (request.Kind == L2Kind.Write)
        {
            return TryWrite(number, place, slice, start);
        }

        var valid = place < 0 ? (byte)0 : tags.Valid[place];
        var missing = (byte)(request.Sectors & ~valid);
        if (missing == 0)
        {
            tags.Use(place);
            _counters.L2Hits += Count(request.Sectors);
            Finish(number, place, tags, start + _sliceLatency);
            return true;
        }

        if (place < 0 || !slice.Waiting.Any(place))
        {
            if (request.Kind != L2Kind.Copy && slice.Waiting.Lines >= _chip.L2.MshrsPerSlice)
            {
                return false;
            }

            if (place < 0 && (place = TryPlace(tags, request.Line)) < 0)
            {
                return false;
            }
        }

        tags.Use(place);
        _counters.L2Hits += Count((byte)(request.Sectors & valid));
        _counters.L2Misses += Count(missing);
        request.FromDram = true;
        slice.Waiting.Add(place, number, missing);
        var fetched = (byte)(missing & ~tags.Pending[place]);
        tags.Pending[place] |= fetched;
        if (fetched != 0)
        {
            var fetch = _fetches.Take();
            _fetches.Items[fetch] = new Fetch { Slice = request.Slice, Place = place, Sectors = fetched };
            Simulation.Schedule(start + _sliceLatency, Phase.Deliver, this, (int)Step.Fetch, fetch);
        }

        return true;
    }

    private bool TryWrite(int number, int place, L2Slice slice, long start)
    {
        ref readonly var request = ref _requests.Items[number];
        var tags = slice.Tags;
        if (place < 0 && (place = TryPlace(tags, request.Line)) < 0)
        {
            return false;
        }

        tags.Use(place);

        // A sector that is written in part is fetched when somebody reads it; until then its bytes wait here.
        tags.Valid[place] |= request.Whole;
        tags.Dirty[place] |= request.Sectors;
        DropCopy(request);
        LastWrite = Math.Max(LastWrite, start);
        _requests.Return(number);
        return true;
    }

    /// <summary>Atomics and reads whose sectors are there.</summary>
    private void Finish(int number, int place, SectorTags tags, long ready)
    {
        ref readonly var request = ref _requests.Items[number];
        if (request.Kind is L2Kind.Atomic or L2Kind.Reduce)
        {
            tags.Dirty[place] |= request.Sectors;
            DropCopy(request);
            if (request.Kind == L2Kind.Reduce)
            {
                LastWrite = Math.Max(LastWrite, ready);
                _requests.Return(number);
                return;
            }

            ready += _atomicExtra;
        }

        Simulation.Schedule(ready, Phase.Deliver, this, (int)Step.Reply, number);
    }

    /// <summary>The writer's own partition forgets its copy.</summary>
    private void DropCopy(in L2Request request)
    {
        if (!_copies || !request.Far)
        {
            return;
        }

        var other = _slices[(request.Slice + _slicesPerPartition) % _slices.Length].Tags;
        var copy = other.Find(request.Line);
        if (copy >= 0)
        {
            other.Valid[copy] &= (byte)~request.Sectors;
        }
    }

    /// <summary>A place for a line, whose former line goes to device memory; none where all of the set wait for data.</summary>
    private int TryPlace(SectorTags tags, long line)
    {
        var place = tags.Victim(line);
        if (place < 0)
        {
            return place;
        }

        for (var dirty = tags.Dirty[place]; dirty != 0;)
        {
            var run = FirstRun(dirty);
            dirty &= (byte)~run;
            Dram.Access(Pattern(tags.LineAt(place), run), write: true, client: null);
        }

        tags.Install(place, line);
        return place;
    }

    /// <summary>A fetch has passed its slice: it asks device memory, or the line's home in the other partition.</summary>
    private void Begin(int number)
    {
        ref var fetch = ref _fetches.Items[number];
        var line = _slices[fetch.Slice].Tags.LineAt(fetch.Place);
        var home = _hash.Of(line * _lineBytes);
        if (home != fetch.Slice)
        {
            var asked = _requests.Take();
            _requests.Items[asked] = new L2Request { Line = line, From = -1, Token = number, Slice = home, Kind = L2Kind.Copy, Sectors = fetch.Sectors, Far = true };
            Simulation.Schedule(_far[home / _slicesPerPartition].Pass(Now, _header) + _farHop, Phase.Deliver, this, (int)Step.Arrive, asked);
            return;
        }

        fetch.Dram = true;
        var left = fetch.Sectors;
        for (var rest = left; rest != 0; rest &= (byte)~FirstRun(rest))
        {
            fetch.Parts++;
        }

        while (left != 0)
        {
            var run = FirstRun(left);
            left &= (byte)~run;
            Dram.Access(Pattern(line, run), write: false, this, number);
        }
    }

    /// <summary>The sectors of a fetch have come.</summary>
    private void Filled(int number)
    {
        var fetch = _fetches.Items[number];
        _fetches.Return(number);
        var slice = _slices[fetch.Slice];
        slice.Tags.Pending[fetch.Place] &= (byte)~fetch.Sectors;
        slice.Tags.Valid[fetch.Place] |= fetch.Sectors;
        var count = slice.Waiting.Arrive(fetch.Place, fetch.Sectors, ref _served);
        for (var i = 0; i < count; i++)
        {
            ref var request = ref _requests.Items[_served[i]];
            request.FromDram = fetch.Dram;
            Finish(_served[i], fetch.Place, slice.Tags, Now + (fetch.Dram ? _dramExtra : 0));
        }

        Resume(slice.StandingCopies, slice);
        Resume(slice.Standing, slice);
    }

    private void Resume(Queue<int> standing, L2Slice slice)
    {
        while (standing.Count > 0 && TryServe(standing.Peek(), Math.Max(Now, slice.Free)))
        {
            standing.Dequeue();
        }
    }

    private AffinePattern Pattern(long line, byte run) =>
        new((line * _lineBytes) + (BitOperations.TrailingZeroCount((uint)run) * _sectorBytes), Count(run) * _sectorBytes);

    private static byte FirstRun(byte sectors)
    {
        var first = BitOperations.TrailingZeroCount((uint)sectors);
        var length = BitOperations.TrailingZeroCount(~((uint)sectors >> first));
        return (byte)(((1 << length) - 1) << first);
    }
}
