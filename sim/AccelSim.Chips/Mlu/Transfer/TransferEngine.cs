using AccelSim.Engine;
using AccelSim.Machine.Mlu;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// A copy engine of a core: one transfer at a time, cut into requests of at most a chunk, with a limited number outstanding. An eighth of
/// the outstanding window travels as one packet: fewer events, and never more than that much error in when a request may start.
/// </summary>
internal sealed partial class TransferEngine : Component, IMemoryClient
{
    private const int WindowParts = 8;

    private readonly MluContext _context;
    private readonly MluCore _core;
    private readonly long[] _spent = new long[CauseNames.Count];
    private readonly Packet[] _packets;
    private readonly int[] _freePackets;
    private int _freeCount;
    private MluQueue? _queue;
    private TransferPlan _plan;
    private PatternCursor _reader;
    private PatternCursor _writer;
    private RequestCursor _requests;
    private bool _cutsRequests;
    private long _begin;
    private long _stream;
    private long _issueFree;
    private long _issueEvent;
    private long _portFree;
    private long _width;
    private long _overhead;
    private long _charged;
    private long _issued;
    private long _unissued;
    private long _arrived;
    private long _unwritten;
    private int _inFlight;
    private int _window;
    private long _unitBytes;

    public TransferEngine(MluContext context, MluCore core, string name, DmaEngineSpec spec)
        : base(context.Simulation, $"{core.Name} {name}")
    {
        _context = context;
        _core = core;
        Spec = spec;
        Widths = TransferPaths.Widths(spec);
        _sramUser = context.SramUsers.Of(core.Core, name);
        _packets = new Packet[Math.Max(spec.OutstandingReads, spec.OutstandingWrites) + 1];
        _freePackets = [.. Enumerable.Range(0, _packets.Length)];
        _freeCount = _packets.Length;
    }

    private enum Step
    {
        Begin,
        Issue,
        ReadMemory,
        AtEngine,
        AtCluster,
        WriteMemory,
        WriteShared,
        Finished,
        Acknowledged,
    }

    public DmaEngineSpec Spec { get; }

    /// <summary>Bytes per cycle by memory pair; 0 where the engine has no such path.</summary>
    public long[] Widths { get; }

    public override bool HasUnfinishedWork => false;

    /// <summary>Cycles of a transfer inside the core: start, and the rest.</summary>
    /// <param name="plan">A transfer that stays in the core.</param>
    /// <param name="width">Bytes per cycle.</param>
    /// <param name="chained">It goes on from the one before.</param>
    public (long Start, long Work) LocalCycles(in TransferPlan plan, long width, bool chained)
    {
        var segments = Math.Max(plan.SourceSegments, plan.DestinationSegments);
        var extra = segments > 1 ? segments * Spec.LocalSegmentOverhead.Count : 0;
        return (StartCycles(chained), extra + ((plan.Bytes + width - 1) / width));
    }

    /// <summary>Begins the transfer at the head of <paramref name="queue"/> at <paramref name="time"/> (fs).</summary>
    public void StartAt(MluQueue queue, in TransferPlan plan, long width, long time)
    {
        _queue = queue;
        _plan = plan;
        _width = width;
        Simulation.Schedule(time, Phase.Execute, this, (int)Step.Begin);
    }

    protected override void Handle(in SimEvent item)
    {
        var packet = (int)item.Payload;
        switch ((Step)item.Tag)
        {
            case Step.Begin: Begin(); break;
            case Step.Issue: Issue(); break;
            case Step.ReadMemory: ReadMemory(packet); break;
            case Step.AtEngine: AtEngine(packet); break;
            case Step.AtCluster: AtCluster(packet); break;
            case Step.WriteMemory: WriteMemory(packet); break;
            case Step.WriteShared: WriteShared(packet); break;
            case Step.Finished: Finished(packet); break;
            default: Complete(_stream, acknowledged: true); break;
        }
    }

    private long StartCycles(bool chained) => (chained ? Spec.ChainOverhead ?? Spec.StartOverhead : Spec.StartOverhead).Count;

    private void Begin()
    {
        _begin = Now;
        Array.Clear(_spent);
        _queue!.Begun(_context.Clock.CycleAtOrAfter(Now));
        _core.QueueProgressed();
        var start = Now + _context.Clock.Edge(StartCycles(_queue.Head.Chained));
        _unissued = _plan.Bytes;
        _issued = 0;
        _arrived = 0;
        _unwritten = 0;
        _charged = 0;
        _inFlight = 0;
        _issueFree = start;
        _portFree = start;
        _stream = start;
        _overhead = Overhead();
        if (_misalignedFirst > 0)
        {
            _issueFree = start + _context.Clock.Edge(_misalignedFirst);
            _spent[(int)Cause.DmaSegment] += _issueFree - start;
        }

        var reads = _plan.From is MemorySide.Shared or MemorySide.Device;
        _window = reads ? Spec.OutstandingReads : Spec.OutstandingWrites;
        BeginCuts();
        _issueEvent = start;
        Simulation.Schedule(start, Phase.Execute, this, (int)Step.Issue);
    }

    private void Issue()
    {
        if (_unissued == 0 && _inFlight == 0)
        {
            EndStream();
            return;
        }

        while (_unissued > 0 && _inFlight < _window && _freeCount > 0)
        {
            if (Now < _issueFree)
            {
                if (_issueEvent != _issueFree)
                {
                    _issueEvent = _issueFree;
                    Simulation.Schedule(_issueFree, Phase.Execute, this, (int)Step.Issue);
                }

                return;
            }

            IssueOne();
        }
    }

    private void IssueOne()
    {
        var units = Math.Min(Math.Max(1, _window / WindowParts), _window - _inFlight);
        var most = Math.Min(_unissued, units * _unitBytes);
        var piece = NextPiece(most, units, out var bytes, out var requests);
        _unissued -= bytes;
        _issued += bytes;
        units = (int)Math.Max(requests, (bytes + _unitBytes - 1) / _unitBytes);
        _inFlight += units;
        var index = _freePackets[--_freeCount];
        _packets[index] = new Packet { Read = piece, Bytes = bytes, Units = units };

        // Segment overheads are spread over the bytes they belong to; the sum is exact.
        var due = (long)((Int128)_overhead * _issued / _plan.Bytes);
        if (due > _charged)
        {
            var cost = _context.Clock.Edge(due - _charged);
            _charged = due;
            _spent[(int)Cause.DmaSegment] += cost;
            _issueFree = Now + cost;
        }

        switch (_plan.From)
        {
            case MemorySide.Device:
                _spent[(int)Cause.NetworkLatency] += _context.Network.Latency;
                Later(Now + _context.Network.Latency, Step.ReadMemory, index);
                break;
            case MemorySide.Shared:
                ReadShared(index, piece, bytes);
                break;
            default:
                Later(ThroughPort(Now, bytes), Step.AtEngine, index);
                break;
        }
    }

    private void Later(long time, Step step, int packet) => Simulation.Schedule(time, Phase.Execute, this, (int)step, packet);

    /// <summary>Passes the engine's own port; returns when the last byte is through.</summary>
    private long ThroughPort(long time, long bytes)
    {
        var start = Math.Max(time, _portFree);
        _portFree = start + _context.Clock.Edge((bytes + _width - 1) / _width);
        _spent[(int)Cause.OnChipCopy] += _portFree - time;
        return _portFree;
    }

    private struct Packet
    {
        public AffinePattern Read;
        public long Bytes;
        public long Tail;
        public int Units;

        /// <summary>The port it waits for.</summary>
        public PortPassage Passage;

        /// <summary>Since when it waits for the port, or for shared memory, fs.</summary>
        public long Asked;

        /// <summary>Accesses to shared memory, or writes to device memory, that have not ended; 0 while the packet is read from device memory.</summary>
        public int Pending;

        /// <summary>True once it is written.</summary>
        public bool Writing;
    }
}
