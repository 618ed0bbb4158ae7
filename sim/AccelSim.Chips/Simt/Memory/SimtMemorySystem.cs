using AccelSim.Engine;
using AccelSim.Machine.Simt;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>
/// What lies behind the SMs: the crossbar, the slices of the L2, the way between its partitions, device memory. A request takes its port of the
/// crossbar when it is sent, its slice when it arrives, and the ports back when its data are there, each in the order of time.
/// </summary>
/// <remarks>
/// Where the partitions keep copies, an SM asks the slice of its own partition, which fetches from the line's home what it has no copy of. Writes and
/// atomics go to the home, and drop the copy of the writer's partition.
/// </remarks>
internal sealed partial class SimtMemorySystem : Component, IDramClient
{
    private readonly SimtChip _chip;
    private readonly Clock _core;
    private readonly Clock _l2;
    private readonly L2Slice[] _slices;
    private readonly SliceHash _hash;
    private readonly PacketPort[] _requestPorts;
    private readonly PacketPort[] _replyPorts;
    private readonly PacketPort[] _tpcRequest;
    private readonly PacketPort[] _tpcReply;
    private readonly PacketPort[] _clusterRequest;
    private readonly PacketPort[] _clusterReply;
    private readonly PacketPort[] _far = new PacketPort[2];
    private readonly NumberPool<L2Request> _requests = new(256);
    private readonly NumberPool<Fetch> _fetches = new(256);
    private readonly int _header;
    private readonly int _lineBytes;
    private readonly int _sectorBytes;
    private readonly int _slicesPerPartition;
    private readonly long _hop;
    private readonly long _sliceLatency;
    private readonly long _dramExtra;
    private readonly long _atomicExtra;
    private readonly long _farHop;
    private readonly long _replyBuffer;
    private readonly bool _copies;
    private readonly SpanRecorder? _trace;
    private readonly BusyRow? _reads;
    private readonly BusyRow? _writes;
    private readonly int[] _sliceRows = [];
    private readonly long[] _sliceBusy = [];
    private int[] _served = new int[16];
    private SimtMemoryCounters _counters;

    public SimtMemorySystem(SimtContext context)
        : base(context.Simulation, "L2")
    {
        _chip = context.Chip;
        _core = context.Clock;
        _l2 = new Clock(_chip.L2Clock.Hertz);
        Dram = new DramSystem(context.Simulation, DramBinding.Bind(_chip.Dram));
        _slices = [.. Enumerable.Range(0, _chip.L2.Slices).Select(_ => new L2Slice(_chip.L2))];
        _hash = new SliceHash(_chip.L2);
        if (context.Trace is { } trace)
        {
            _trace = trace;
            (_reads, _writes) = (new BusyRow(trace, "device memory reads"), new BusyRow(trace, "device memory writes"));
            _sliceRows = [.. Enumerable.Range(0, _slices.Length).Select(slice => trace.Tracks[FormattableString.Invariant($"L2 slice {slice}")])];
            _sliceBusy = new long[_slices.Length];
        }

        var crossbar = new Clock(_chip.InterconnectClock.Hertz);
        var network = _chip.Interconnect;
        _requestPorts = Ports(_chip.Sms, crossbar, network.Sm.Request.Bytes, shared: false);
        _replyPorts = Ports(_chip.Sms, crossbar, network.Sm.Reply.Bytes, shared: false);
        _tpcRequest = Ports(network.Tpc is null ? 0 : _chip.Sms / _chip.SmsPerTpc, crossbar, network.Tpc?.Request.Bytes ?? 1, shared: true);
        _tpcReply = Ports(network.Tpc is null ? 0 : _chip.Sms / _chip.SmsPerTpc, crossbar, network.Tpc?.Reply.Bytes ?? 1, shared: true);
        _clusterRequest = Ports(network.Cluster is null ? 0 : _chip.Clusters, crossbar, network.Cluster?.Request.Bytes ?? 1, shared: true);
        _clusterReply = Ports(network.Cluster is null ? 0 : _chip.Clusters, crossbar, network.Cluster?.Reply.Bytes ?? 1, shared: true);
        if (_chip.L2.Far is { } far)
        {
            Array.Fill(_far, new PacketPort(_l2, far.LinkBandwidth.Bytes, shared: true));
            _farHop = _core.Edge(far.ExtraLatency.Count) / 2;
            _copies = far.Copies;
        }

        _replyBuffer = crossbar.Edge(network.ReplyBuffer.Bytes / network.Sm.Reply.Bytes);
        _map = new DramAddressMap(Dram.Config);
        _pageBytes = (long)_map.BurstsPerRowSet * Dram.Config.BurstBytes;
        _pageStep = Math.Min(_chip.L2.Line.Bytes, Dram.Config.ChannelInterleaveBytes);
        _dirtyWays = (int)(_chip.L2.Ways * _chip.L2.Dirty.PartsPerMillion / 1_000_000);
        _header = (int)network.Header.Bytes;
        _lineBytes = (int)_chip.L2.Line.Bytes;
        _sectorBytes = (int)_chip.L2.Sector.Bytes;
        _slicesPerPartition = _chip.L2.Slices / _chip.L2.Partitions;
        _hop = _core.Edge(network.Latency.Count);
        _sliceLatency = _core.Edge(_chip.L2SliceLatency);
        _dramExtra = _core.Edge(_chip.L2.DramLatencyExtra.Count);
        _atomicExtra = _core.Edge(_chip.L2.AtomicLatency.Count - _chip.L2.Latency.Count);
    }

    private enum Step
    {
        Arrive,
        Reply,
        Fetch,
        Filled,
        Depart,
    }

    /// <summary>The channels.</summary>
    public DramSystem Dram { get; }

    /// <summary>The SMs, which are told of answers.</summary>
    public SmCore[] Sms { get; set; } = [];

    /// <summary>What the L2 did so far.</summary>
    public SimtMemoryCounters Counters => _counters;

    /// <summary>When the last write was taken, fs.</summary>
    public long LastWrite { get; private set; }

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _requests.InUse + _fetches.InUse > 0;

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lines.Add($"{Name}: {_requests.InUse} requests not answered, {_fetches.InUse} lines on their way");
    }

    /// <summary>
    /// An SM sends a request. Its packets leave in the order of the calls.
    /// </summary>
    /// <param name="time">When it is at the SM's port, fs; not before now.</param>
    /// <param name="sm">Number of the SM.</param>
    /// <param name="line">Line of the L1.</param>
    /// <param name="sectors">Sectors of it.</param>
    /// <param name="whole">Of a write, those that are written as a whole.</param>
    /// <param name="kind">What is asked.</param>
    /// <param name="token">Handed back to the SM.</param>
    /// <param name="words">Words of an atomic.</param>
    /// <param name="fetch">Bytes that the L2 fetches from device memory around a sector it lacks; 0 for the sector alone.</param>
    /// <returns>Bytes of the packet.</returns>
    public int Send(long time, int sm, long line, byte sectors, byte whole, L2Kind kind, int token, int words = 0, byte fetch = 0)
    {
        var bytes = RequestBytes(kind, sectors, words);
        _counters.RequestBytes += bytes;
        var number = _requests.Take();
        var home = _hash.Of(line * _lineBytes);
        var own = _chip.L2.Partitions == 1 ? home / _slicesPerPartition : _chip.ClusterOf(sm) % 2;
        var far = home / _slicesPerPartition != own;
        _requests.Items[number] = new L2Request
        {
            Line = line,
            From = sm,
            Token = token,
            Slice = far && _copies && kind == L2Kind.Read ? (own * _slicesPerPartition) + (home % _slicesPerPartition) : home,
            Kind = kind,
            Sectors = sectors,
            Whole = whole,
            Words = (byte)words,
            Fetch = fetch,
            Far = far && !(_copies && kind == L2Kind.Read),
            Joined = -1,
        };
        CountIn(ref _requests.Items[number]);
        Simulation.Schedule(_requestPorts[sm].Pass(time, bytes) + _hop, Phase.Deliver, this, (int)Step.Arrive, number);
        return bytes;
    }

    void IDramClient.Accessed(int tag, in DramOutcome outcome)
    {
        if (tag < 0)
        {
            Cleaned(~tag);
        }
        else if (--_fetches.Items[tag].Parts == 0)
        {
            _reads?.Ends(Now);
            Filled(tag);
        }
    }

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item)
    {
        var number = (int)item.Payload;
        switch ((Step)item.Tag)
        {
            case Step.Arrive: Arrive(number); break;
            case Step.Reply: Reply(number); break;
            case Step.Fetch: Begin(number); break;
            case Step.Depart: Depart(number); break;
            default: Filled(number); break;
        }
    }

    private static PacketPort[] Ports(int count, Clock clock, long width, bool shared)
    {
        var ports = new PacketPort[count];
        Array.Fill(ports, new PacketPort(clock, width, shared));
        return ports;
    }

    private static int Count(byte sectors) => System.Numerics.BitOperations.PopCount(sectors);

    /// <summary>Bytes of the packet of a request: data of a write, words of an atomic; the others have none.</summary>
    private int RequestBytes(L2Kind kind, byte sectors, int words) => _header + (kind == L2Kind.Write ? Count(sectors) * _sectorBytes : 4 * words);

    private void Arrive(int number)
    {
        ref readonly var request = ref _requests.Items[number];
        var bytes = RequestBytes(request.Kind, request.Sectors, request.Words);
        var time = Now;
        if (request.Kind != L2Kind.Copy)
        {
            if (_tpcRequest.Length > 0)
            {
                time = _tpcRequest[request.From / _chip.SmsPerTpc].Pass(time, bytes);
            }

            if (_clusterRequest.Length > 0)
            {
                time = _clusterRequest[_chip.ClusterOf(request.From)].Pass(time, bytes);
            }

            if (request.Far)
            {
                time = CrossFar(request.Slice / _slicesPerPartition, time, bytes);
            }
        }

        var slice = _slices[request.Slice];
        if (request.Kind == L2Kind.Read && slice.Coalescer is { } coalescer && Joins(number, coalescer))
        {
            return;
        }

        var moved = request.Kind is L2Kind.Atomic or L2Kind.Reduce
            ? (request.Words + _chip.L2.AtomicsPerCycle - 1) / _chip.L2.AtomicsPerCycle
            : ((Count(request.Sectors) * _sectorBytes) + _chip.L2.SliceBandwidth.Bytes - 1) / _chip.L2.SliceBandwidth.Bytes;
        var start = Math.Max(time, slice.Free);
        Account(slice, request.Slice, start, start + _l2.Edge(moved));
        _counters.L2Sectors += Count(request.Sectors);
        if ((slice.Standing.Count > 0 && request.Kind != L2Kind.Copy) || !TryTake(number, start))
        {
            slice.Standing.Enqueue(number);
        }
    }

    /// <summary>True where a read is answered together with one of its sectors before it; otherwise later ones may join it.</summary>
    private bool Joins(int number, ReadCoalescer coalescer)
    {
        ref var request = ref _requests.Items[number];
        var first = coalescer.Find(request.Line);
        if (first < 0 || (request.Sectors & ~_requests.Items[first].Sectors) != 0 || request.Far != _requests.Items[first].Far)
        {
            request.Place = coalescer.Add(request.Line, number);
            return false;
        }

        _counters.JoinedSectors += Count(request.Sectors);
        ref var leader = ref _requests.Items[first];
        (request.Joined, leader.Joined) = (leader.Joined, number);
        return true;
    }

    private void Reply(int number)
    {
        ref readonly var request = ref _requests.Items[number];
        if (request.Kind == L2Kind.Copy)
        {
            SendCopy(number);
            return;
        }

        var slice = _slices[request.Slice];
        if (slice.Replies.Count == 0 && LeavesAt(slice, request.From) <= Now)
        {
            Answer(number);
            return;
        }

        slice.Replies.Enqueue(number);
        if (slice.Replies.Count == 1)
        {
            Simulation.Schedule(LeavesAt(slice, request.From), Phase.Deliver, this, (int)Step.Depart, request.Slice);
        }
    }

    /// <summary>The first answer in front of the crossbar leaves, if its port is free by now; who waits is asked again when it is.</summary>
    private void Depart(int number)
    {
        var slice = _slices[number];
        if (LeavesAt(slice, _requests.Items[slice.Replies.Peek()].From) <= Now)
        {
            Answer(slice.Replies.Dequeue());
        }

        if (slice.Replies.Count > 0)
        {
            Simulation.Schedule(LeavesAt(slice, _requests.Items[slice.Replies.Peek()].From), Phase.Deliver, this, (int)Step.Depart, number);
        }
    }

    /// <summary>When a slice and the port of an SM have done with the answers before, fs.</summary>
    private long LeavesAt(L2Slice slice, int sm) => Math.Max(slice.ReplyFree, _replyPorts[sm].Free - _replyBuffer);

    /// <summary>A packet goes to a partition from the other; returns when it is there, fs.</summary>
    private long CrossFar(int partition, long time, int bytes)
    {
        _counters.FarBytes += bytes;
        return _far[partition].Pass(time, bytes) + _farHop;
    }

    private void SendCopy(int number)
    {
        var request = _requests.Items[number];
        _requests.Return(number);
        _counters.FarSectors += Count(request.Sectors);
        _fetches.Items[request.Token].Dram |= request.FromDram;
        var bytes = _header + (Count(request.Sectors) * _sectorBytes);
        Simulation.Schedule(CrossFar(1 - (request.Slice / _slicesPerPartition), Now, bytes), Phase.Deliver, this, (int)Step.Filled, request.Token);
    }

    private void Answer(int number)
    {
        var request = _requests.Items[number];
        CountOut(request);
        _requests.Return(number);
        var data = Count(request.Sectors) * _sectorBytes;
        var bytes = _header + (request.Kind == L2Kind.Atomic ? 4 * request.Words : data);
        var time = Now;
        var slice = _slices[request.Slice];
        slice.ReplyFree = Now + _l2.Edge((data + _chip.L2.SliceBandwidth.Bytes - 1) / _chip.L2.SliceBandwidth.Bytes);
        if (request.Far)
        {
            _counters.FarSectors += Count(request.Sectors);
            time = CrossFar(1 - (request.Slice / _slicesPerPartition), time, bytes);
        }

        Deliver(request, time, bytes);
        if (request.Kind != L2Kind.Read || slice.Coalescer is not { } coalescer)
        {
            return;
        }

        coalescer.Remove(request.Place, number);
        for (var joined = request.Joined; joined >= 0;)
        {
            var other = _requests.Items[joined] with { FromDram = request.FromDram };
            CountOut(other);
            _requests.Return(joined);
            Deliver(other, time, _header + (Count(other.Sectors) * _sectorBytes));
            joined = other.Joined;
        }
    }

    /// <summary>An answer that has left its slice at <paramref name="time"/> (fs) goes to its SM.</summary>
    private void Deliver(in L2Request request, long time, int bytes)
    {
        if (_clusterReply.Length > 0)
        {
            time = _clusterReply[_chip.ClusterOf(request.From)].Pass(time, bytes);
        }

        if (_tpcReply.Length > 0)
        {
            time = _tpcReply[request.From / _chip.SmsPerTpc].Pass(time, bytes);
        }

        _counters.ReplyBytes += bytes;
        time = _replyPorts[request.From].Pass(time, bytes) + _hop;
        Sms[request.From].Answer(time, request.Token, request.Sectors, request.FromDram);
    }

    /// <summary>Sectors that a slice fetches from device memory or from the other partition.</summary>
    private struct Fetch
    {
        public long Line;
        public int Slice;

        /// <summary>Where the sectors go; none where they pass by.</summary>
        public int Place;

        /// <summary>The request they pass by for.</summary>
        public int Passes;
        public int Parts;
        public byte Sectors;

        /// <summary>As asked: see <see cref="L2Request.Fetch"/>.</summary>
        public byte Around;

        /// <summary>Out of device memory, here or in the other partition.</summary>
        public bool Dram;

        /// <summary>Of the slice that asks device memory.</summary>
        public bool Home;
    }
}
