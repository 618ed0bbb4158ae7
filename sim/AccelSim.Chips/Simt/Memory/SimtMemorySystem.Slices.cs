using System.Numerics;
using AccelSim.Engine;
using AccelSim.Machine.Simt;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>What a slice does with a request.</summary>
internal sealed partial class SimtMemorySystem
{
    /// <summary>As <see cref="TryServe"/>; a packet with data has left the buffer of its SM then.</summary>
    private bool TryTake(int number, long start)
    {
        var request = _requests.Items[number];
        if (!TryServe(number, start))
        {
            return false;
        }

        if (request.Kind is L2Kind.Write or L2Kind.Atomic or L2Kind.Reduce)
        {
            Sms[request.From].Taken(start + _hop, RequestBytes(request.Kind, request.Sectors, request.Words));
        }

        return true;
    }

    /// <summary>Something has changed in a slice: those that stand there may go on.</summary>
    private void TryAgain(L2Slice slice)
    {
        while (slice.Standing.Count > 0 && TryTake(slice.Standing.Peek(), Math.Max(Now, slice.Free)))
        {
            slice.Standing.Dequeue();
        }
    }

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

        var valid = place < 0 ? (byte)0 : tags.At(place).Valid;
        var missing = (byte)(request.Sectors & ~valid);
        if (missing == 0)
        {
            tags.Use(place);
            _counters.L2Hits += Count(request.Sectors);
            Finish(number, place, tags, start + PassLatency(request.Kind));
            return true;
        }

        var copy = request.Kind == L2Kind.Copy;
        if (place < 0 || !slice.Waiting.Any(place))
        {
            // What the other partition asks for holds one of its registers already; if it had to wait for one here, the two could wait for each other.
            if (!copy && slice.Waiting.Lines >= _chip.L2.MshrsPerSlice)
            {
                return false;
            }

            if (place < 0 && (place = TryPlace(slice, request.Line)) < 0)
            {
                if (copy)
                {
                    PassBy(number, missing, start);
                }

                return copy;
            }
        }

        else if (!copy && slice.Waiting.Count(place) > _chip.L2.MergesPerMshr)
        {
            return false;
        }

        tags.Use(place);
        _counters.L2Hits += Count((byte)(request.Sectors & valid));
        _counters.L2Misses += Count(missing);
        request.FromDram = true;
        slice.Waiting.Add(place, number, missing);
        var fetched = (byte)(missing & ~tags.At(place).Pending);
        if (fetched != 0 && request.Fetch != 0 && _hash.Of(request.Line * _lineBytes) == request.Slice)
        {
            fetched |= (byte)(Around(fetched, Math.Max(1, Math.Min(request.Fetch, _lineBytes) / _sectorBytes)) & ~(valid | tags.At(place).Pending | tags.At(place).Dirty | tags.At(place).Leaving));
        }

        tags.At(place).Pending |= fetched;
        if (fetched != 0)
        {
            var fetch = _fetches.Take();
            _fetches.Items[fetch] = new Fetch { Slice = request.Slice, Place = place, Line = request.Line, Sectors = fetched, Around = request.Fetch };
            Simulation.Schedule(start + PassLatency(request.Kind), Phase.Deliver, this, (int)Step.Fetch, fetch);
        }

        return true;
    }

    /// <summary>What passing a slice takes. <see cref="L2FarSpec.ExtraLatency"/> is all that the other partition adds, its slice included.</summary>
    private long PassLatency(L2Kind kind) => kind == L2Kind.Copy ? 0 : _sliceLatency;

    /// <summary>The other partition's sectors come from device memory without a place here, for all of the set wait.</summary>
    private void PassBy(int number, byte sectors, long start)
    {
        ref var request = ref _requests.Items[number];
        request.FromDram = true;
        _counters.L2Misses += Count(sectors);
        var fetch = _fetches.Take();
        _fetches.Items[fetch] = new Fetch { Slice = request.Slice, Place = SectorTags.None, Passes = number, Line = request.Line, Sectors = sectors };
        Simulation.Schedule(start + PassLatency(request.Kind), Phase.Deliver, this, (int)Step.Fetch, fetch);
    }

    private bool TryWrite(int number, int place, L2Slice slice, long start)
    {
        ref readonly var request = ref _requests.Items[number];
        var tags = slice.Tags;
        if (place < 0 && (place = TryPlace(slice, request.Line)) < 0)
        {
            return false;
        }

        tags.Use(place);

        // A sector that is written in part is fetched when somebody reads it; until then its bytes wait here.
        tags.At(place).Valid |= request.Whole;
        _counters.WrittenSectors += Count(request.Sectors);
        Soil(tags, place, request.Sectors);
        DropCopy(request);
        LastWrite = Math.Max(LastWrite, start);
        CountOut(request);
        _requests.Return(number);
        return true;
    }

    /// <summary>Atomics and reads whose sectors are there.</summary>
    private void Finish(int number, int place, SectorTags tags, long ready)
    {
        ref readonly var request = ref _requests.Items[number];
        _counters.ReadSectors += Count(request.Sectors);
        if (request.Kind is L2Kind.Atomic or L2Kind.Reduce)
        {
            _counters.WrittenSectors += Count(request.Sectors);
            Soil(tags, place, request.Sectors);
            DropCopy(request);
            if (request.Kind == L2Kind.Reduce)
            {
                LastWrite = Math.Max(LastWrite, ready);
                CountOut(request);
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
            other.At(copy).Valid &= (byte)~request.Sectors;
        }
    }

    /// <summary>A fetch has passed its slice: it asks device memory, or the line's home in the other partition.</summary>
    private void Begin(int number)
    {
        ref var fetch = ref _fetches.Items[number];
        var line = fetch.Line;
        var home = _hash.Of(line * _lineBytes);
        if (home != fetch.Slice)
        {
            var asked = _requests.Take();
            _requests.Items[asked] = new L2Request { Line = line, From = -1, Token = number, Slice = home, Kind = L2Kind.Copy, Sectors = fetch.Sectors, Fetch = fetch.Around, Far = true };
            Simulation.Schedule(CrossFar(home / _slicesPerPartition, Now, _header), Phase.Deliver, this, (int)Step.Arrive, asked);
            return;
        }

        fetch.Dram = fetch.Home = true;
        _reads?.Begins(Now);
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

        // On the way out of device memory, which is the home's: once for a line of the other partition as well.
        var extra = fetch.Home ? _dramExtra : 0;
        if (fetch.Place < 0)
        {
            Simulation.Schedule(Now + extra, Phase.Deliver, this, (int)Step.Reply, fetch.Passes);
            return;
        }

        var slice = _slices[fetch.Slice];
        _counters.WrittenSectors += Count(fetch.Sectors);
        slice.Tags.At(fetch.Place).Pending &= (byte)~fetch.Sectors;
        slice.Tags.At(fetch.Place).Valid |= fetch.Sectors;
        var count = slice.Waiting.Arrive(fetch.Place, fetch.Sectors, ref _served);
        for (var i = 0; i < count; i++)
        {
            ref var request = ref _requests.Items[_served[i]];
            request.FromDram = fetch.Dram;
            Finish(_served[i], fetch.Place, slice.Tags, Now + extra);
        }

        TryAgain(slice);
    }

    private AffinePattern Pattern(long line, byte run) =>
        new((line * _lineBytes) + (BitOperations.TrailingZeroCount((uint)run) * _sectorBytes), Count(run) * _sectorBytes);

    /// <summary>All sectors of the aligned groups of <paramref name="group"/> in which some of <paramref name="sectors"/> lie.</summary>
    private static byte Around(byte sectors, int group)
    {
        var all = 0;
        for (var rest = (int)sectors; rest != 0; rest &= ~all)
        {
            all |= ((1 << group) - 1) << (BitOperations.TrailingZeroCount(rest) / group * group);
        }

        return (byte)all;
    }

    private static byte FirstRun(byte sectors)
    {
        var first = BitOperations.TrailingZeroCount((uint)sectors);
        var length = BitOperations.TrailingZeroCount(~((uint)sectors >> first));
        return (byte)(((1 << length) - 1) << first);
    }
}
