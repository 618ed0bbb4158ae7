using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>The accesses of packets to the SRAM of clusters, which says at once when they end or, where it gives its ports away, tells later.</summary>
internal sealed partial class TransferEngine : ISramClient
{
    private readonly int _sramUser;

    /// <summary>Reads a piece, and what follows it where that is not all, from shared memory and through the engine's port.</summary>
    private void ReadShared(int packet, AffinePattern piece, long bytes)
    {
        ref var p = ref _packets[packet];
        p.Tail = ThroughPort(Now, bytes);
        p.Asked = Now;
        var left = bytes;
        var end = p.Tail;
        while (true)
        {
            end = Math.Max(end, AccessShared(_core.Cluster, piece, write: false, packet));
            left -= piece.TotalBytes;
            if (left == 0)
            {
                break;
            }

            piece = _reader.Take(left);
        }

        if (p.Pending == 0)
        {
            Later(end, Step.AtEngine, packet);
        }
    }

    private void WriteShared(int packet)
    {
        var target = Target();
        ref var p = ref _packets[packet];
        p.Writing = true;
        p.Asked = Now;
        p.Pending = 0;
        var end = Now;
        Arrived(packet);
        while (TryTakeWrite(out var piece))
        {
            end = Math.Max(end, AccessShared(target, piece, write: true, packet));
        }

        if (p.Pending == 0)
        {
            Later(end, Step.Finished, packet);
        }
    }

    /// <summary>Asks for an access; returns when it ends, or now where that is told later and counted in the packet until then.</summary>
    private long AccessShared(MluCluster cluster, in AffinePattern piece, bool write, int packet)
    {
        if (cluster.Arbitrated is { } sram)
        {
            _packets[packet].Pending++;
            sram.Access(cluster == _core.Cluster ? _sramUser : _context.SramUsers.Outside, piece, write, this, packet);
            return Now;
        }

        var outcome = cluster.Sram!.Access(Now, piece);
        Spend(outcome, Now);
        return outcome.Done;
    }

    void ISramClient.SramDone(int tag, in SramOutcome outcome)
    {
        ref var p = ref _packets[tag];
        Spend(outcome, p.Asked);
        if (--p.Pending > 0)
        {
            return;
        }

        if (p.Writing)
        {
            Finished(tag);
        }
        else
        {
            Later(Math.Max(Now, p.Tail), Step.AtEngine, tag);
        }
    }

    private void Spend(in SramOutcome outcome, long time)
    {
        _spent[(int)Cause.SramConflict] += outcome.Conflict;
        _spent[(int)Cause.SramArbitration] += outcome.Contended;
        _spent[(int)Cause.SramBandwidth] += outcome.Done - time - outcome.Conflict - outcome.Contended;
    }
}
