using System.Buffers;
using System.IO.Pipelines;
using AccelSim.Engine;
using AccelSim.Reports.Perfetto.Proto;
using Google.Protobuf;

namespace AccelSim.Reports;

/// <summary>Packets of a trace, each written as it is made; those of spans and counters are the same objects over and over.</summary>
internal sealed class PerfettoPackets
{
    private const uint Sequence = 1;
    private const uint NamesBegin = 1;
    private const uint NamesNeeded = 2;

    private readonly PipeWriter _to;
    private readonly Trace _one = new();
    private readonly TracePacket _eventPacket = new() { TrustedPacketSequenceId = Sequence, SequenceFlags = NamesNeeded };
    private readonly TrackEvent _event = new();

    public PerfettoPackets(PipeWriter to)
    {
        _to = to;
        _eventPacket.TrackEvent = _event;
        _one.Packet.Add(_eventPacket);
    }

    public void Process(ulong process, string name) =>
        Descriptor(new TrackDescriptor { Uuid = process, Process = new ProcessDescriptor { Pid = (int)process, ProcessName = name } });

    public void Row(ulong process, ulong row, int thread, string name) =>
        Descriptor(new TrackDescriptor { Uuid = row, ParentUuid = process, Thread = new ThreadDescriptor { Pid = (int)process, Tid = thread, ThreadName = name } });

    /// <summary>Names of spans: the first has the number 1.</summary>
    public void Names(IReadOnlyList<string> names)
    {
        var data = new InternedData();
        data.EventNames.AddRange(names.Select((name, i) => new EventName { Iid = (ulong)i + 1, Name = name }));
        Write(new TracePacket { TrustedPacketSequenceId = Sequence, SequenceFlags = NamesBegin, InternedData = data });
    }

    public void Span(ulong row, int name, long start, long end)
    {
        _event.ClearDoubleCounterValue();
        (_event.Type, _event.TrackUuid, _event.NameIid) = (TrackEvent.Types.Type.SliceBegin, row, (ulong)name + 1);
        _eventPacket.Timestamp = PerfettoTraceWriter.Nanoseconds(start);
        _one.WriteTo((IBufferWriter<byte>)_to);
        _event.Type = TrackEvent.Types.Type.SliceEnd;
        _event.ClearNameIid();
        _eventPacket.Timestamp = PerfettoTraceWriter.Nanoseconds(end);
        _one.WriteTo((IBufferWriter<byte>)_to);
    }

    /// <summary>Writes spans until there are as many bytes as are wanted; returns the first that is left.</summary>
    public int Spans(SpanRecorder spans, int from, ulong firstRow, int bytes)
    {
        var all = spans.Spans;
        for (; from < all.Length && _to.UnflushedBytes < bytes; from++)
        {
            ref readonly var span = ref all[from];
            Span(firstRow + (ulong)span.Track, span.Name, span.Start, span.End);
        }

        return from;
    }

    /// <summary>A counter, written where it changes.</summary>
    public void Counter(ulong process, ulong track, TraceCounter counter)
    {
        Descriptor(new TrackDescriptor { Uuid = track, ParentUuid = process, Name = counter.Name, Counter = new CounterDescriptor { UnitName = counter.Unit } });
        _event.ClearNameIid();
        (_event.Type, _event.TrackUuid) = (TrackEvent.Types.Type.Counter, track);
        foreach (var (time, value) in counter.Changes())
        {
            _event.DoubleCounterValue = value;
            _eventPacket.Timestamp = PerfettoTraceWriter.Nanoseconds(time);
            _one.WriteTo((IBufferWriter<byte>)_to);
        }
    }

    private void Descriptor(TrackDescriptor track) => Write(new TracePacket { TrustedPacketSequenceId = Sequence, TrackDescriptor = track });

    private void Write(TracePacket packet)
    {
        var one = new Trace();
        one.Packet.Add(packet);
        one.WriteTo((IBufferWriter<byte>)_to);
    }
}
