using System.Numerics;
using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Machine;

namespace AccelSim.Chips.Simt;

/// <summary>The load-store unit: shared memory, coalescing, the L1 cache, copies from global to shared memory.</summary>
internal sealed partial class SmCore
{
    /// <summary>Groups of copies of a warp that may be on their way; a warp that commits more waits.</summary>
    private const int CopyGroups = 64;

    private readonly Coalescer _coalescer;
    private readonly SharedPasses _passes;
    private readonly NumberPool<SmLoad> _loads = new(64);
    private readonly int _sectorBytes;
    private readonly bool _sharedArray;
    private readonly int[] _copyGroups;
    private readonly long[] _copyOpen;
    private readonly long[] _copyDone;
    private readonly long[] _copyLimit;
    private readonly bool[] _fromDram;
    private SectorTags _tags;
    private LineRequests _waiting;
    private int _tagWays = 1;
    private int[] _served = new int[16];
    private SimtAddresses _local;
    private long _unitFree;
    private int _outstanding;
    private long _roomAt;

    private void Access(SubCore subCore, int slot, in SimtIssue issue, long cycle)
    {
        switch (issue.Timing)
        {
            case SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.SharedAtomic or SimtTiming.MatrixLoad: Shared(subCore, slot, issue, cycle); break;
            case SimtTiming.ConstantLoad: Constant(subCore, slot, issue, cycle); break;
            case SimtTiming.LocalLoad or SimtTiming.LocalStore:
                LocalAddresses(slot);
                Global(subCore, slot, issue, ref _local, cycle);
                break;
            default: Global(subCore, slot, issue, ref _access.Addresses, cycle); break;
        }
    }

    /// <summary>The unit takes an instruction when it has done with those before; returns the cycle.</summary>
    private long Enter(SubCore subCore, long cycle, long occupied)
    {
        var start = Math.Max(cycle, _unitFree);
        _unitFree = start + Math.Max(occupied, (_sm.WarpWidth + _sm.LoadStore.AddressLanes - 1) / _sm.LoadStore.AddressLanes);
        subCore.Enqueue(start);
        return start;
    }

    private void Shared(SubCore subCore, int slot, in SimtIssue issue, long cycle)
    {
        var passes = _passes.Of(ref _access.Addresses, _access.Reading, _access.LaneBytes, _sm.WarpWidth);
        if (issue.Timing == SimtTiming.SharedAtomic)
        {
            passes = Math.Max(passes, Repeats(ref _access.Addresses, _access.Reading));
        }

        CountShared(issue.Timing);
        _counters.SharedRequests++;
        _counters.SharedPasses += passes;
        _counters.SharedConflicts += passes - _passes.Least;
        var start = Enter(subCore, cycle, passes);
        Write(slot, issue.Info.D, start + passes - 1 + issue.Latency, StallReason.ShortScoreboard);
    }

    /// <summary>Lanes with one address are served one after the other: the most that any address has.</summary>
    private static int Repeats(ref SimtAddresses addresses, ulong lanes)
    {
        var most = 1;
        for (var rest = lanes; rest != 0;)
        {
            var address = addresses[BitOperations.TrailingZeroCount(rest)];
            var same = 0;
            for (var other = rest; other != 0; other &= other - 1)
            {
                var lane = BitOperations.TrailingZeroCount(other);
                if (addresses[lane] == address)
                {
                    same++;
                    rest &= ~(1UL << lane);
                }
            }

            most = Math.Max(most, same);
        }

        return most;
    }

    /// <summary>One address of a warp in a cycle.</summary>
    private void Constant(SubCore subCore, int slot, in SimtIssue issue, long cycle)
    {
        var different = 0;
        for (var rest = _access.Reading; rest != 0; different++)
        {
            var address = _access.Addresses[BitOperations.TrailingZeroCount(rest)];
            for (var other = rest; other != 0; other &= other - 1)
            {
                var lane = BitOperations.TrailingZeroCount(other);
                rest &= _access.Addresses[lane] == address ? ~(1UL << lane) : ulong.MaxValue;
            }
        }

        var start = Enter(subCore, cycle, different);
        Write(slot, issue.Info.D, start + different - 1 + issue.Latency, StallReason.ImcMiss);
    }

    /// <summary>Local memory lies behind device memory's last buffer; the same word of neighbouring lanes lies together.</summary>
    private void LocalAddresses(int slot)
    {
        var launch = _blocks[_block[slot]].Run!.State;
        var word = _sm.LocalInterleave.Bytes;
        var perThread = (launch.Program.Kernel.LocalBytes + word - 1) / word * word;
        var place = ((long)_number * _sm.MaxWarps) + slot;
        var first = ((launch.GlobalBytes + 4095) / 4096 * 4096) + (place * perThread * _sm.WarpWidth);
        for (var rest = _access.Reading; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            var address = _access.Addresses[lane];
            _local[lane] = first + (address / word * word * _sm.WarpWidth) + (lane * word) + (address % word);
        }
    }

    private void Global(SubCore subCore, int slot, in SimtIssue issue, ref SimtAddresses addresses, long cycle)
    {
        _coalescer.Gather(ref addresses, _access.Reading, _access.LaneBytes);
        _counters.GlobalRequests++;
        _counters.GlobalSectors += _coalescer.SectorCount;
        var copies = issue.Timing == SimtTiming.AsyncCopy;
        var looked = (_coalescer.Count + _sm.L1.Banks - 1) / _sm.L1.Banks;
        var moved = DataCycles(issue.Timing, ref addresses);
        var occupied = Math.Max((long)looked, moved);
        if (copies)
        {
            var passes = _passes.Of(ref _access.Destination, _access.Lanes, _access.LaneBytes, _sm.WarpWidth);
            occupied = Math.Max(occupied, passes);
            CountCopy();
        }

        var start = Enter(subCore, cycle, occupied);
        var last = start + Math.Max(0, occupied - 1);
        switch (issue.Timing)
        {
            case SimtTiming.GlobalStore or SimtTiming.LocalStore: Store(start); break;
            case SimtTiming.GlobalAtomic: Atomic(slot, issue, start); break;
            default: Load(slot, issue, start, last, copies); break;
        }
    }

    /// <summary>
    /// Cycles of the data path of the L1. Where its lines lie in the array of shared memory, a load takes the passes of that array's banks, as a load of
    /// shared memory does: gpu-benches/gpu-strides counts gcd(stride, 32) passes on A100 and H200. Stores, copies and caches apart move whole sectors.
    /// </summary>
    private long DataCycles(SimtTiming timing, ref SimtAddresses addresses) => _sharedArray && timing is (SimtTiming.GlobalLoad or SimtTiming.LocalLoad)
        ? _passes.Of(ref addresses, _access.Reading, _access.LaneBytes, _sm.WarpWidth)
        : ((_coalescer.SectorCount * _sectorBytes) + _sm.L1.Bandwidth.Bytes - 1) / _sm.L1.Bandwidth.Bytes;

    private void Load(int slot, in SimtIssue issue, long start, long last, bool copies)
    {
        var number = _loads.Take();
        ref var load = ref _loads.Items[number];
        load = new SmLoad
        {
            Warp = slot,
            Generation = _generation[slot],
            Remaining = 1,
            Group = copies ? (int)(_copyOpen[slot] % CopyGroups) : -1,
            Done = last + _sm.L1.Latency.Count,
            Tail = copies ? (int)(_sm.AsyncCopy?.ExtraLatency.Count ?? 0) : 0,
            First = issue.Info.D.First,
            Count = issue.Info.D.Count,
        };
        _outstanding++;
        if (copies)
        {
            _copyGroups[(slot * CopyGroups) + load.Group]++;
        }

        // ld.global.cg, and copies of 16 bytes, go past the L1 cache.
        var cached = issue.Timing switch { SimtTiming.GlobalLoad => (issue.Mode & 3) != 1, SimtTiming.AsyncCopy => _access.LaneBytes < 16, _ => true };
        var sent = start + _sm.L1.Latency.Count;
        for (var i = 0; i < _coalescer.Count; i++)
        {
            LoadLine(number, _coalescer.Lines[i], _coalescer.Sectors[i], cached, _clock.Edge(sent + (i / _sm.L1.Banks)), issue.Fetch);
        }

        Write(slot, issue.Info.D, Never, StallReason.LongScoreboard);
        PartDone(number, _loads.Items[number].Done, false);
    }

    private void LoadLine(int number, long line, byte sectors, bool cached, long time, byte fetch)
    {
        if (!cached)
        {
            _loads.Items[number].Remaining++;
            _memory.Send(time, _number, line, sectors, 0, L2Kind.Read, ~number, fetch: fetch);
            return;
        }

        _counters.L1Sectors += BitOperations.PopCount(sectors);
        _activity.Read(SmMemory.L1, BitOperations.PopCount(sectors) * _sectorBytes);
        var place = _tags.Find(line);
        var valid = place < 0 ? (byte)0 : _tags.At(place).Valid;
        _counters.L1Hits += BitOperations.PopCount((byte)(sectors & valid));
        var missing = (byte)(sectors & ~valid);
        if (missing == 0)
        {
            _tags.Use(place);
            return;
        }

        _loads.Items[number].Remaining++;
        if (place < 0)
        {
            place = _waiting.Lines < _sm.L1.Mshrs ? _tags.Victim(line) : SectorTags.None;
            if (place < 0)
            {
                // All lines of the set wait for data, or no miss can be kept: the data pass by. So they do where as many wait for the line as may.
                _memory.Send(time, _number, line, missing, 0, L2Kind.Read, ~number, fetch: fetch);
                return;
            }

            _tags.Install(place, line);
        }
        else if (_waiting.Count(place) > _sm.L1.MergesPerMshr)
        {
            _memory.Send(time, _number, line, missing, 0, L2Kind.Read, ~number, fetch: fetch);
            return;
        }
        else
        {
            _tags.Use(place);
        }

        _waiting.Add(place, number, missing);
        var asked = (byte)(missing & ~_tags.At(place).Pending);
        _tags.At(place).Pending |= asked;
        if (asked != 0)
        {
            _memory.Send(time, _number, line, asked, 0, L2Kind.Read, place, fetch: fetch);
        }
    }

    private void Store(long start)
    {
        var sent = start + _sm.L1.Latency.Count;
        for (var i = 0; i < _coalescer.Count; i++)
        {
            var (line, sectors, whole) = (_coalescer.Lines[i], _coalescer.Sectors[i], _coalescer.Whole[i]);
            var place = _tags.Find(line);
            if (place < 0 && whole != 0 && _sm.L1.WriteMiss == CacheWriteMiss.AllocateWithoutFetch && (place = _tags.Victim(line)) >= 0)
            {
                _tags.Install(place, line);
            }

            if (place >= 0)
            {
                _activity.Write(SmMemory.L1, BitOperations.PopCount(sectors) * _sectorBytes);
                _tags.At(place).Valid |= (byte)(whole & ~_tags.At(place).Pending);
            }

            _buffered += _memory.Send(_clock.Edge(sent + i), _number, line, sectors, whole, L2Kind.Write, 0);
        }
    }

    private void Atomic(int slot, in SimtIssue issue, long start)
    {
        var returns = issue.Info.D.Count > 0;
        var number = -1;
        if (returns)
        {
            number = _loads.Take();
            _loads.Items[number] = new SmLoad
            {
                Warp = slot,
                Generation = _generation[slot],
                Remaining = _coalescer.Count,
                Group = -1,
                First = issue.Info.D.First,
                Count = issue.Info.D.Count,
            };
            _outstanding++;
            Write(slot, issue.Info.D, Never, StallReason.LongScoreboard);
        }

        var words = Math.Max(1, BitOperations.PopCount(_access.Reading) * _access.LaneBytes / 4 / _coalescer.Count);
        for (var i = 0; i < _coalescer.Count; i++)
        {
            var place = _tags.Find(_coalescer.Lines[i]);
            if (place >= 0)
            {
                _tags.At(place).Valid &= (byte)~_coalescer.Sectors[i];
            }

            _buffered += _memory.Send(
                _clock.Edge(start + _sm.L1.Latency.Count + i), _number, _coalescer.Lines[i], _coalescer.Sectors[i], 0, returns ? L2Kind.Atomic : L2Kind.Reduce, ~number, words);
        }
    }

    private void DataArrived(in SmArrival arrival, long cycle)
    {
        if (arrival.Token < 0)
        {
            PartDone(~arrival.Token, cycle, arrival.FromDram);
            return;
        }

        if (arrival.Token >= BulkToken)
        {
            BulkArrived(arrival, cycle);
            return;
        }

        var place = arrival.Token;
        _activity.Write(SmMemory.L1, BitOperations.PopCount(arrival.Sectors) * _sectorBytes);
        _tags.At(place).Valid |= arrival.Sectors;
        _tags.At(place).Pending &= (byte)~arrival.Sectors;
        var count = _waiting.Arrive(place, arrival.Sectors, ref _served);
        for (var i = 0; i < count; i++)
        {
            PartDone(_served[i], cycle, arrival.FromDram);
        }
    }

    /// <summary>A part of a load is there at a cycle; with the last the registers are written, or the copy is done.</summary>
    private void PartDone(int number, long cycle, bool fromDram)
    {
        ref var load = ref _loads.Items[number];
        load.Done = Math.Max(load.Done, cycle);
        load.FromDram |= fromDram;
        if (--load.Remaining > 0)
        {
            return;
        }

        var done = load;
        _loads.Return(number);
        if (_outstanding-- >= _sm.LoadStore.MaxOutstanding)
        {
            RoomFrom(cycle);
        }

        if (_generation[done.Warp] != done.Generation)
        {
            return;
        }

        var slot = done.Warp;
        _fromDram[slot] = done.FromDram;
        if (done.Group >= 0)
        {
            CopyDone(slot, done.Group);
        }
        else
        {
            Write(slot, new SimtRegisterRange(done.First, done.Count), done.Done + done.Tail, StallReason.LongScoreboard);
        }

        if (_ready[slot] == Never && _waitsAt[slot] < 0 && _issued[slot] < cycle)
        {
            GoOn(slot, Math.Max(_issued[slot] + 1, done.Group >= 0 ? done.Done + done.Tail : _issued[slot] + 1), StallReason.LongScoreboard, cycle);
        }
    }
}
