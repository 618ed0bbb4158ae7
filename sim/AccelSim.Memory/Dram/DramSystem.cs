using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// Device memory: splits accesses over channels into row trains, and tells who asked when each has ended. Requests of one instant are
/// served in the order in which they were made.
/// </summary>
/// <remarks>
/// A channel is worked through when the earliest read on its way could end; before that nobody can tell what became of any.
/// </remarks>
public sealed class DramSystem : Component
{
    private readonly DramConfig _config;
    private readonly DramAddressMap _map;
    private readonly DramPort[] _ports;
    private readonly DramSpread _spread;
    private readonly BusTime[] _past;
    private readonly Clock _clock;
    private readonly Divisor _perPort;
    private readonly Divisor _line;
    private readonly long _readPipe;
    private readonly long _latencyTicks;
    private readonly NumberPool<InFlight> _accesses = new(64);
    private readonly EndingAccesses _ending = new();
    private long _origin;
    private long _asked;
    private int _modifying;

    /// <summary>What accesses of several segments, or that may read before they write, ask for.</summary>
    private AffinePattern[] _patterns = [];

    /// <summary>A time, and its tick.</summary>
    private (long Time, long Tick) _seen = (-1, 0);
    private DramWork _counted;

    /// <summary>An idle memory.</summary>
    public DramSystem(Simulation simulation, DramConfig config, Func<int, IDramCommandLog?>? log = null)
        : base(simulation, "device memory")
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config.Checked();
        _map = new DramAddressMap(config);
        _ports = [.. Enumerable.Range(0, config.Channels / config.Device.PseudoChannels).Select(i => new DramPort(this, i * config.Device.PseudoChannels, config, _map, log?.Invoke(i)))];
        _spread = new DramSpread(config, _map);
        _past = new BusTime[config.Channels];
        _clock = config.Clock;
        _perPort = new Divisor(config.Device.PseudoChannels);
        _line = new Divisor(config.MinimumBurstBytes);
        _readPipe = config.Clock.Edge(config.Device.ReadTicks) + config.ControllerLatency;
        _latencyTicks = config.Clock.CycleAtOrBefore(config.ControllerLatency);
    }

    private enum Step
    {
        Look,
        Ended,
    }

    /// <summary>The numbers it was built from.</summary>
    public DramConfig Config => _config;

    /// <summary>Bytes read, whole minimum bursts.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes written, whole minimum bursts.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Bytes read only because a write covered part of a minimum burst.</summary>
    public long BytesReadToModify { get; private set; }

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _accesses.InUse > 0;

    /// <summary>What the controllers did so far, channel by channel; pseudo channels share one.</summary>
    public IEnumerable<ChannelCounters> Counters => _ports.Select(port => port.Channel.Counters);

    /// <summary>What went over the data buses so far, and the rows opened for it.</summary>
    public DramWork Work
    {
        get
        {
            var sum = _counted;
            foreach (var port in _ports)
            {
                var counters = port.Channel.Counters;
                sum += new DramWork(counters.Activates, (counters.Reads - counters.Forwarded) * _config.BurstBytes, (counters.Writes - counters.Merged) * _config.BurstBytes);
            }

            return sum;
        }
    }

    /// <summary>What a data bus did with its time so far, in ticks.</summary>
    public BusTime Bus(int bus) => _past[bus] + _ports[bus / _config.Device.PseudoChannels].Channel.Bus(bus % _config.Device.PseudoChannels);

    /// <summary>
    /// Ticks from the last data of an access to before anybody can learn of it.
    /// </summary>
    private long ShortestLatency => _modifying > 0 ? 0 : Math.Max(0, _latencyTicks - 1);

    /// <summary>The tick at which something that comes now is seen.</summary>
    private long Tick
    {
        get
        {
            if (_seen.Time != Now)
            {
                _seen = (Now, _clock.CycleAtOrAfter(Now - _origin));
            }

            return _seen.Tick;
        }
    }

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lines.Add($"{Name}: {_accesses.InUse} accesses on their way");
    }

    /// <summary>Asks for an access now. For reads it ends when the last data is at the controller's port; for writes, when the last burst was accepted.</summary>
    /// <param name="pattern">Which bytes.</param>
    /// <param name="write">Write or read.</param>
    /// <param name="client">Told when it has ended; null when nobody waits for it.</param>
    /// <param name="tag">Handed back to the client.</param>
    /// <exception cref="ArgumentOutOfRangeException">It touches bytes outside the memory.</exception>
    public void Access(in AffinePattern pattern, bool write, IDramClient? client, int tag = 0)
    {
        if (pattern.Lowest < 0 || pattern.End > _config.CapacityBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(pattern), $"bytes {pattern.Lowest:x}h to {pattern.End:x}h lie outside the memory of {_config.CapacityBytes} bytes");
        }

        var tick = Tick;
        var access = _accesses.Take();
        _accesses.Items[access].Begin(client, tag, _asked++, Now, tick, write);
        if (pattern.IsContiguous && !(write && _config.ReadModifyWrite))
        {
            Segment(pattern.Base, pattern.TotalBytes, access, tick, write);
        }
        else
        {
            Several(pattern.Flattened(), access, tick, write);
        }

        PartEnded(access);
    }

    /// <summary>Writes out all posted writes; returns when the memory is quiescent, not before now (fs).</summary>
    public long Flush()
    {
        var tick = 0L;
        foreach (var port in _ports)
        {
            tick = Math.Max(tick, port.Finish(Tick));
        }

        return Math.Max(Now, _origin + _clock.Edge(tick));
    }

    /// <summary>
    /// Defines the state now, at a quiescent point: posted writes gone, rows closed, clock and refresh phase as if the memory had just been
    /// switched on. What follows then does not depend on what went before.
    /// </summary>
    /// <exception cref="InvalidOperationException">Accesses are on their way.</exception>
    public void Quiesce()
    {
        if (HasUnfinishedWork)
        {
            throw new InvalidOperationException("device memory is not quiescent: accesses are on their way");
        }

        Flush();
        for (var bus = 0; bus < _past.Length; bus++)
        {
            _past[bus] = Bus(bus);
        }

        foreach (var port in _ports)
        {
            port.Restart();
        }

        _origin = Now;
        _seen = (Now, 0);
    }

    /// <summary>Counts what was not simulated but is known to have been done: time of a data bus.</summary>
    public void Count(int bus, BusTime time) => _past[bus] += time;

    /// <summary>Counts bytes that were moved, and rows opened for them, without being simulated.</summary>
    public void Count(long read, long written, long activates)
    {
        BytesRead += read;
        BytesWritten += written;
        _counted += new DramWork(activates, read, written);
    }

    /// <summary>Enters what a data bus did beyond <paramref name="before"/> into an empty ledger, and closes it at <paramref name="end"/> (fs).</summary>
    public void Settle(int bus, Ledger ledger, long end, BusTime before = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var did = Bus(bus) - before;
        Enter(did.Busy, Cause.DramBandwidth);
        Enter(did.RowMiss, Cause.DramRowMiss);
        Enter(did.Refresh, Cause.DramRefresh);
        Enter(did.Turnaround, Cause.DramTurnaround);
        ledger.AdvanceIfLater(end, Cause.Idle);

        void Enter(long ticks, Cause cause) => ledger.Advance(Math.Min(end, ledger.End + _clock.Edge(ticks)), cause);
    }

    /// <summary>Part of a read has ended. Of parts that end in one tick the one of the first bus tells what was waited for, whichever channel was looked at first.</summary>
    internal void ReadDone(int access, int bus, long tick, in DramWait wait)
    {
        ref var entry = ref _accesses.Items[access];
        if (tick > entry.End || (tick == entry.End && bus < entry.Bus))
        {
            (entry.End, entry.Bus, entry.Wait) = (tick, bus, wait);
        }

        PartEnded(access);
    }

    internal void WriteTaken(int access, long tick)
    {
        ref var entry = ref _accesses.Items[access];
        entry.End = Math.Max(entry.End, tick);
        PartEnded(access);
    }

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item)
    {
        if ((Step)item.Tag == Step.Look)
        {
            Look((int)item.Payload);
            return;
        }

        var access = _ending.Take(Now);
        if (_accesses.Items[access].Modify)
        {
            Modified(access);
        }
        else
        {
            End(access);
        }
    }

    private void Look(int port)
    {
        // An earlier look was asked for since: this one is not needed.
        var looked = _ports[port];
        if (looked.LookAt == Now)
        {
            var tick = looked.LookTick;
            looked.LookAt = looked.LookTick = long.MaxValue;
            looked.Advance(tick);
            if (looked.Awaited)
            {
                LookBy(port, looked.NextLook(ShortestLatency));
            }
        }
    }

    /// <summary>Looks at a port at a tick, if not earlier.</summary>
    private void LookBy(int port, long tick)
    {
        if (tick < _ports[port].LookTick)
        {
            var time = _origin + _clock.Edge(tick);
            (_ports[port].LookAt, _ports[port].LookTick) = (time, tick);
            Simulation.Schedule(time, Phase.Deliver, this, (int)Step.Look, port);
        }
    }

    /// <summary>An access of several segments, or one that may have to read before it writes.</summary>
    private void Several(in AffinePattern flat, int access, long tick, bool write)
    {
        if (access >= _patterns.Length)
        {
            Array.Resize(ref _patterns, _accesses.Items.Length);
        }

        _patterns[access] = flat;
        if (!write || !_config.ReadModifyWrite || !ReadPartialLines(flat, access, tick))
        {
            Whole(flat, access, tick, write);
        }
    }

    private void Whole(in AffinePattern flat, int access, long tick, bool write)
    {
        for (var segment = 0L; segment < flat.Segments; segment++)
        {
            Segment(flat.Address(segment), flat.Bytes, access, tick, write);
        }
    }

    private void Segment(long address, long bytes, int access, long tick, bool write)
    {
        var (first, end) = Lines(address, bytes);
        BytesWritten += write ? end - first : 0;
        BytesRead += write ? 0 : end - first;
        Submit(first, end, access, tick, write);
    }

    /// <summary>First byte and end of the whole minimum bursts around some bytes.</summary>
    private (long First, long End) Lines(long address, long bytes)
    {
        var line = _line.Value;
        return (_line.Quotient(address) * line, _line.Quotient(address + bytes + line - 1) * line);
    }

    /// <summary>Reads the lines that a write covers in part; true when there are any, and the access goes on when they have been read.</summary>
    private bool ReadPartialLines(in AffinePattern flat, int access, long tick)
    {
        var line = _config.MinimumBurstBytes;
        var any = false;
        for (var segment = 0L; segment < flat.Segments; segment++)
        {
            var address = flat.Address(segment);
            var stop = address + flat.Bytes;
            var (first, end) = Lines(address, flat.Bytes);
            if (address != first)
            {
                Read(first);
            }

            if (stop != end && (address == first || end - first > line))
            {
                Read(end - line);
            }
        }

        return any;

        void Read(long at)
        {
            if (!any)
            {
                // Before the first read is asked for: when its port is looked at depends on it.
                (any, _accesses.Items[access].Modify) = (true, true);
                _modifying++;
            }

            BytesReadToModify += line;
            Submit(at, at + line, access, tick, write: false);
        }
    }

    /// <summary>Hands bytes first to end - 1 to the channels.</summary>
    private void Submit(long first, long end, int access, long tick, bool write)
    {
        if (_spread.IsPiece(first, end, out var only))
        {
            Submit(only, access, tick, write);
            return;
        }

        for (var pieces = _spread.Pieces(first, end); pieces.Next(out var piece);)
        {
            Submit(piece, access, tick, write);
        }
    }

    private void Submit(in DramPiece piece, int access, long tick, bool write)
    {
        var (port, bus) = _perPort.Divide(piece.Bus);
        _accesses.Items[access].Parts++;
        LookBy((int)port, _ports[port].Submit(piece, (int)bus, write, access, tick, ShortestLatency));
    }

    private void PartEnded(int access)
    {
        ref var entry = ref _accesses.Items[access];
        if (--entry.Parts > 0)
        {
            return;
        }

        // All channels are looked at before anything ends in an instant, and ends have a phase of their own: when a channel was looked at
        // makes no difference to the order of anything.
        entry.Done = Math.Max(Now, _origin + _clock.Edge(entry.End) + (entry.Modify ? 0 : _config.ControllerLatency));
        _ending.Add(access, entry.Done, entry.Number);
        Simulation.Schedule(entry.Done, Phase.Complete, this, (int)Step.Ended, 0);
    }

    /// <summary>A line that is modified can be written once it has been read.</summary>
    private void Modified(int access)
    {
        ref var entry = ref _accesses.Items[access];
        entry.Modify = false;
        _modifying--;
        entry.Modified = Now;
        entry.Parts = 1;
        Whole(_patterns[access], access, Tick, write: true);
        PartEnded(access);
    }

    private void End(int access)
    {
        ref var entry = ref _accesses.Items[access];
        var (client, tag) = (entry.Client, entry.Tag);
        _accesses.Return(access);
        client?.Accessed(tag, Outcome(entry));
    }

    private DramOutcome Outcome(in InFlight entry)
    {
        var total = entry.Done - entry.Time;
        if (entry.Write)
        {
            var modify = entry.Modified == 0 ? 0 : entry.Modified - entry.Time;
            var latency = Math.Min(_config.ControllerLatency, total - modify);
            return new DramOutcome(entry.Done, 0, 0, 0, 0, latency, modify, total - modify - latency);
        }

        var row = Math.Min(total, Span(entry.Wait.RowMiss));
        var refresh = Math.Min(total - row, Span(entry.Wait.Refresh));
        var turn = Math.Min(total - row - refresh, Span(entry.Wait.Turnaround));
        var pipe = Math.Min(total - row - refresh - turn, _readPipe);
        return new DramOutcome(entry.Done, total - row - refresh - turn - pipe, row, refresh, turn, pipe, 0, 0);

        long Span(long ticks) => ticks == 0 ? 0 : _clock.Edge(ticks);
    }

    private struct InFlight
    {
        public IDramClient? Client;
        public int Tag;
        public int Parts;
        public int Bus;
        public bool Write;
        public bool Modify;
        public long Number;
        public long Time;
        public long Modified;
        public long End;
        public long Done;
        public DramWait Wait;

        public void Begin(IDramClient? client, int tag, long number, long now, long tick, bool write)
        {
            // Most often it is the one who asked last, and a reference that is written costs more than one that is looked at.
            if (!ReferenceEquals(Client, client))
            {
                Client = client;
            }

            (Tag, Number, Time, End, Write) = (tag, number, now, tick, write);

            // One part stands for asking itself, so that nothing ends before all was asked.
            (Parts, Bus, Modify, Modified, Wait) = (1, 0, false, 0, default);
        }
    }
}
