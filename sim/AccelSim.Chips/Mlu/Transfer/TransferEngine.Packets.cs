using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>The way of a packet from source to destination, and the end of a transfer.</summary>
internal sealed partial class TransferEngine
{
    private void ReadMemory(int packet)
    {
        ref var p = ref _packets[packet];
        _core.Counters.DramReadBytes += p.Bytes;
        p.Pending = 0;
        _context.Memory.Access(p.Read, write: false, _spent, this, packet, _core.Cluster.Number);
    }

    void IMemoryClient.MemoryDone(int tag)
    {
        if (_packets[tag].Pending == 0)
        {
            FromMemory(tag);
        }
        else
        {
            Written(tag);
        }
    }

    private void FromMemory(int packet)
    {
        ref var p = ref _packets[packet];
        p.Tail = _context.Network.CrossToCluster(_core.Cluster.Number, Now, p.Bytes, _spent);
        AtPort(PortPassage.FromMemory, packet);
    }

    private void AtEngine(int packet)
    {
        switch (_plan.To)
        {
            case MemorySide.Device:
                AtPort(PortPassage.ToMemory, packet);
                break;
            case MemorySide.Shared when Target() != _core.Cluster:
                AtPort(PortPassage.ToOther, packet);
                break;
            case MemorySide.Shared:
                WriteShared(packet);
                break;
            default:
                Finished(packet);
                break;
        }
    }

    private MluCluster Target() => _plan.Cluster < 0 ? _core.Cluster : _core.ClusterOfUnion(_plan.Cluster, _queue!.Head.Operation.Pc);

    private void AtCluster(int packet)
    {
        ref var p = ref _packets[packet];
        p.Tail = Math.Max(p.Tail, _context.Network.CrossBetween(_core.Cluster.Number, Target().Number, Now, p.Bytes, _spent));
        AtPort(PortPassage.FromOther, packet);
    }

    private void WriteMemory(int packet)
    {
        _core.Counters.DramWriteBytes += _packets[packet].Bytes;
        Arrived(packet);
        _packets[packet].Pending = 1;
        while (TryTakeWrite(out var piece))
        {
            _packets[packet].Pending++;
            _context.Memory.Access(piece, write: true, _spent, this, packet, _core.Cluster.Number);
        }

        Written(packet);
    }

    private void Written(int packet)
    {
        if (--_packets[packet].Pending == 0)
        {
            Finished(packet);
        }
    }

    private void Arrived(int packet)
    {
        _arrived += _packets[packet].Bytes;
        _unwritten += _packets[packet].Bytes;
    }

    /// <summary>The next addresses that can be written with what has arrived; a burst that later bytes complete waits for them.</summary>
    private bool TryTakeWrite(out AffinePattern piece)
    {
        piece = _unwritten > 0 ? _writer.Take(_unwritten, holdBack: _arrived < _plan.Bytes) : default;
        _unwritten -= piece.TotalBytes;
        return piece.Bytes > 0;
    }

    private void Finished(int packet)
    {
        _inFlight -= _packets[packet].Units;
        _freePackets[_freeCount++] = packet;
        if (_unissued == 0 && _inFlight == 0)
        {
            EndStream();
        }
        else
        {
            Issue();
        }
    }

    private void EndStream()
    {
        if (_plan.To == MemorySide.Device && _queue!.Head.Blocking)
        {
            var streamed = Now;
            Simulation.Schedule(Now + Spec.WriteAcknowledge.Femtoseconds, Phase.Execute, this, (int)Step.Acknowledged);
            _acknowledgeFrom = streamed;
            return;
        }

        _acknowledgeFrom = Now;
        Complete(_stream, acknowledged: false);
    }

    private void Complete(long stream, bool acknowledged)
    {
        var queue = _queue!;
        ref var entry = ref queue.Head;
        _context.Values?.Execute(_core.Program, entry.Operation, _core.State);
        var writer = new CauseWriter(_context, queue.Ledger, _context.Later(entry.Node, queue.FreeNode), entry.Operation.Pc);
        queue.Ledger.AdvanceIfLater(_begin, entry.Gap);
        writer.Until(_begin, entry.Gap);
        writer.Until(stream, Cause.DmaStart);
        Apportion.Split(stream, _acknowledgeFrom, _spent, Cause.OnChipCopy, ref writer);
        if (acknowledged)
        {
            writer.Until(Now, Cause.WriteAcknowledge);
        }

        Count();
        if (_context.Trace is { } trace)
        {
            trace.Span(queue.Track, trace.Labels[Mnemonics.Of(entry.Operation.Opcode)], _begin, Now, entry.Operation.Pc);
        }

        queue.Ended(_context.Clock.CycleAtOrAfter(Now), writer.Node);
        _core.QueueProgressed();
    }

    private void Count()
    {
        var cycles = _context.Clock.CyclesCeiling(Now - _begin);
        ref var counters = ref _core.Counters;
        if (_plan.From != MemorySide.Device && _plan.To != MemorySide.Device)
        {
            counters.MoveCycles += cycles;
            return;
        }

        counters.DramReadCycles += _plan.From == MemorySide.Device ? cycles : 0;
        counters.DramWriteCycles += _plan.To == MemorySide.Device ? cycles : 0;
    }

    private long _acknowledgeFrom;
}
