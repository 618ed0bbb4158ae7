using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// A channel with what stands in front of it: parts of accesses wait here, reads and writes apart, until the controller has room. It is
/// worked through only when somebody needs to know what came of it; what arrived meanwhile is taken in at the tick at which it arrived.
/// </summary>
internal sealed class DramPort : IDramSink, IDramSource
{
    /// <summary>Bursts of one bank that enter a queue as one: a train enters when there is room for its first burst.</summary>
    private const int LongestTrain = 16;

    private readonly DramSystem _owner;
    private readonly int _firstBus;
    private readonly ChannelController _channel;
    private readonly DramAddressMap _map;
    private readonly int _banksPerBus;
    private readonly int _longestTrain;
    private readonly NumberPool<Part> _parts = new(64);
    private Line _reads = Line.Empty;
    private Line _writes = Line.Empty;
    private int _notNoted = -1;
    private long _submitted;

    public DramPort(DramSystem owner, int firstBus, DramConfig config, DramAddressMap map, IDramCommandLog? log)
    {
        _owner = owner;
        _firstBus = firstBus;
        _map = map;
        _channel = ChannelController.Create(config.Device, config.Policy, this, log);
        _channel.Source = this;
        _banksPerBus = config.Banks;
        _longestTrain = LongestTrain * config.InterleavedBanks;
    }

    /// <summary>Time of the event that looks at the port next, fs.</summary>
    public long LookAt { get; set; } = long.MaxValue;

    /// <summary>Its tick.</summary>
    public long LookTick { get; set; } = long.MaxValue;

    /// <summary>True while a part waits here or a read is on its way.</summary>
    public bool Awaited => _parts.InUse > 0;

    public ChannelController Channel => _channel;

    /// <summary>Ticks from when a read enters to the end of its data: one, where it may find it in a write that waits.</summary>
    private int ShortestRead => _writes.First >= 0 || _channel.HoldsWrites ? 1 : _channel.Device.ReadTicks;

    /// <summary>
    /// Takes a part that arrives at <paramref name="tick"/>, not before what came earlier; the port has not been worked through beyond it.
    /// Returns a tick before which nobody needs to know what comes of it, as <see cref="NextLook"/> does.
    /// </summary>
    public long Submit(in DramPiece piece, int bus, bool write, int access, long tick, long latency)
    {
        var index = _parts.Take();
        ref var part = ref _parts.Items[index];
        part.Access = access;
        part.Bus = bus;
        part.Arrival = tick;
        part.Number = _submitted++;
        part.Next = -1;
        part.Unfinished = 1;
        part.End = tick;
        part.FirstBurst = piece.FirstBurst;
        part.EndBurst = piece.EndBurst;
        part.Touched = part.Begun = 0;
        ref var line = ref write ? ref _writes : ref _reads;
        if (line.First < 0)
        {
            line.First = index;
            Outside(write, tick);
        }
        else
        {
            _parts.Items[line.Last].Next = index;
        }

        line.Last = index;
        if (!write && _notNoted < 0)
        {
            _notNoted = index;
            _channel.NoteAt = tick;
        }

        return tick + (write ? 0 : ShortestRead) + latency;
    }

    /// <summary>Works through all ticks before <paramref name="end"/>, and takes in what has arrived by then.</summary>
    public void Advance(long end)
    {
        _channel.RunTo(end);
        if (_channel.NoteAt <= end)
        {
            Note(end);
        }
    }

    /// <summary>
    /// The tick before which nobody needs to know what happened here: an access ends, or, where something is modified, goes on,
    /// <paramref name="latency"/> ticks after the last of its data.
    /// </summary>
    public long NextLook(long latency)
    {
        if (_channel.NextTick == long.MaxValue)
        {
            throw new InvalidOperationException($"{_parts.InUse} parts of accesses wait for a channel that has nothing to do");
        }

        return _channel.NextTick + (_writes.First >= 0 ? Math.Max(1, latency) : ShortestRead + latency);
    }

    /// <summary>Works until nothing waits, writes included; the tick at which the last data has passed, 0 when there never was any.</summary>
    public long Finish(long tick)
    {
        Advance(tick);
        while (Awaited || _channel.Busy)
        {
            _channel.Drain();
            _channel.Step();
        }

        return _channel.Counters.LastColumn == 0 ? 0 : _channel.Counters.LastColumn + Math.Max(_channel.Device.ReadTicks, _channel.Device.WriteTicks);
    }

    public void Restart()
    {
        _channel.Restart();
        LookAt = LookTick = long.MaxValue;
    }

    void IDramSink.Done(int tag, long tick)
    {
        ref var part = ref _parts.Items[tag];
        part.End = Math.Max(part.End, tick);
        if (--part.Unfinished == 0)
        {
            ReadDone(tag);
        }
    }

    public void Refill()
    {
        // What arrives now comes in the order in which it was asked for, behind what has been waiting for room.
        var (read, write) = (Ready(_reads, write: false), Ready(_writes, write: true));
        while (read || write)
        {
            if (read && (!write || ReadFirst()))
            {
                Enter(ref _reads, write: false);
            }
            else
            {
                Enter(ref _writes, write: true);
            }

            (read, write) = (Ready(_reads, write: false), Ready(_writes, write: true));
        }
    }

    public void Note(long tick)
    {
        for (; _notNoted >= 0 && _parts.Items[_notNoted].Arrival <= tick; _notNoted = _parts.Items[_notNoted].Next)
        {
            ref var part = ref _parts.Items[_notNoted];
            part.Before = _channel.Buses.Rest(part.Bus);
            part.IdleBefore = Math.Max(0, part.Arrival - _channel.Buses.Free(part.Bus));
        }

        _channel.NoteAt = _notNoted < 0 ? long.MaxValue : _parts.Items[_notNoted].Arrival;
    }

    private bool Ready(Line line, bool write) => line.First >= 0 && _parts.Items[line.First].Arrival <= _channel.Now && _channel.Accepts(write);

    private bool ReadFirst()
    {
        ref var read = ref _parts.Items[_reads.First];
        ref var write = ref _parts.Items[_writes.First];
        return read.Arrival < _channel.Now || (write.Arrival == read.Arrival && read.Number < write.Number);
    }

    /// <summary>Hands the next train of one bank of the first part of a line to the controller.</summary>
    private void Enter(ref Line line, bool write)
    {
        var index = line.First;
        ref var part = ref _parts.Items[index];
        if (!write && index == _notNoted)
        {
            Note(_channel.Now);
        }

        if (part.EndBurst - part.FirstBurst == 1 && part.Begun == part.Touched)
        {
            part.Unfinished++;
            part.Begun = part.Touched = 0;
            Enter(ref line, index, _map.Single(part.FirstBurst++, part.Bus * _banksPerBus, write, write ? -1 : index), last: true);
            return;
        }

        if (part.Begun == part.Touched)
        {
            part.Train = _map.Train(part.FirstBurst, Math.Min(part.EndBurst, part.FirstBurst + _longestTrain));
            part.FirstBurst += part.Train.Count;
            part.Touched = _map.Touched(part.Train);
            part.Begun = 0;
        }

        var request = _map.Part(part.Train, part.Begun++, write);
        part.Unfinished++;
        var last = part.Begun == part.Touched && part.FirstBurst == part.EndBurst;
        Enter(ref line, index, request with { Bank = request.Bank + (part.Bus * _banksPerBus), Tag = write ? -1 : index }, last);
    }

    /// <summary>Hands a request of the first part of a line to the controller, the last one of that part or not.</summary>
    private void Enter(ref Line line, int index, in DramRequest request, bool last)
    {
        ref var part = ref _parts.Items[index];
        var (access, write) = (part.Access, request.Write);
        if (last)
        {
            line.First = part.Next;
            Outside(write, line.First < 0 ? long.MaxValue : _parts.Items[line.First].Arrival);
        }

        _channel.Enqueue(request);
        if (last && write)
        {
            _parts.Return(index);
            _owner.WriteTaken(access, _channel.Now);
        }
        else if (last && --part.Unfinished == 0)
        {
            ReadDone(index);
        }
        else if (!last && part.Begun == part.Touched)
        {
            TakeTurns(ref line);
        }
    }

    /// <summary>
    /// The parts of an access on the pseudo channels of a channel enter in turns, a train each, as their bytes follow each other in memory: otherwise
    /// one of them would fill the queue and the other stand idle.
    /// </summary>
    private void TakeTurns(ref Line line)
    {
        ref var first = ref _parts.Items[line.First];
        if (first.Next >= 0 && _parts.Items[first.Next].Access == first.Access && _parts.Items[first.Next].Bus != first.Bus)
        {
            var (before, after) = (line.First, first.Next);
            line.First = after;
            first.Next = _parts.Items[after].Next;
            _parts.Items[after].Next = before;
            line.Last = line.Last == after ? before : line.Last;
        }
    }

    private void ReadDone(int index)
    {
        ref var part = ref _parts.Items[index];
        var waited = Math.Max(0, part.End - _channel.Device.ReadTicks - part.Arrival);
        var wait = DramWait.Of(part.Before, _channel.Buses.Rest(part.Bus), part.IdleBefore, waited);
        _parts.Return(index);
        _owner.ReadDone(part.Access, _firstBus + part.Bus, part.End, wait);
    }

    private void Outside(bool write, long arrival)
    {
        if (write)
        {
            _channel.NextWrite = arrival;
        }
        else
        {
            _channel.NextRead = arrival;
        }
    }

    private struct Line
    {
        public int First;
        public int Last;

        public static Line Empty => new() { First = -1, Last = -1 };
    }

    /// <summary>What an access wants of one data bus.</summary>
    private struct Part
    {
        public int Access;
        public int Bus;

        /// <summary>The one that came after it; -1 for none.</summary>
        public int Next;

        /// <summary>Trains on their way, and one for those that have not entered.</summary>
        public int Unfinished;

        public long Arrival;

        /// <summary>How many came before it.</summary>
        public long Number;

        /// <summary>When the last data so far was there.</summary>
        public long End;

        /// <summary>First burst that is in no train yet.</summary>
        public long FirstBurst;

        public long EndBurst;

        /// <summary>The train that is entering, its banks, and how many of them have entered.</summary>
        public RowTrain Train;
        public int Touched;
        public int Begun;

        /// <summary>What the bus had done when it arrived, beside bursts, and for how long it had had nothing to do then.</summary>
        public BusTime Before;
        public long IdleBefore;
    }
}
