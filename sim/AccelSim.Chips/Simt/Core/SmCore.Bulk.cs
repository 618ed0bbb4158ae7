using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>
/// The copy engine of the SM (Hopper's tensor memory accelerator): one copy after the other becomes lines that are asked of the L2, past the L1 and the
/// registers; when the last has come, and the engine's latency later, the barrier in shared memory is told.
/// </summary>
internal sealed partial class SmCore
{
    /// <summary>Tokens from here on are copies of the engine, smaller ones places in the L1 cache.</summary>
    private const int BulkToken = 1 << 24;

    /// <summary>Added to the token of a copy that is complete.</summary>
    private const int BulkComplete = 1 << 25;

    private readonly NumberPool<SmBulk> _bulks = new(16);
    private readonly Queue<int> _bulkQueue = [];
    private long _bulkNext = Never;
    private long _bulkFree;
    private int _bulkLines;

    /// <summary>A warp hands a copy to the engine.</summary>
    private void Bulk(SubCore subCore, int slot, long cycle)
    {
        var start = Enter(subCore, cycle, 1);
        var number = _bulks.Take();
        _bulks.Items[number] = new SmBulk { Block = _block[slot], Copy = _access.Bulk };
        _blocks[_block[slot]].Copies++;
        _bulkQueue.Enqueue(number);
        _counters.GlobalRequests++;
        ContinueBulk(start);
    }

    /// <summary>The engine goes on where it has work and room.</summary>
    private void ContinueBulk(long cycle)
    {
        if (_bulkNext == Never && _bulkQueue.Count > 0 && _bulkLines < _sm.Tma!.MaxOutstanding)
        {
            _bulkNext = Math.Max(cycle, _bulkFree);
        }
    }

    /// <summary>Asks for the next line.</summary>
    private void SendBulk(long cycle)
    {
        var number = _bulkQueue.Peek();
        ref var bulk = ref _bulks.Items[number];
        var lineBytes = (int)_sm.L1.Line.Bytes;
        var address = bulk.Copy.Source + (bulk.Row * bulk.Copy.Pitch) + bulk.At;
        var first = (int)(address % lineBytes);
        var bytes = Math.Min(lineBytes - first, bulk.Copy.RowBytes - bulk.At);
        var (from, to) = (first / _sectorBytes, (first + bytes - 1) / _sectorBytes);
        var sectors = (byte)((0xff >> (7 - to + from)) << from);
        _counters.GlobalSectors += to - from + 1;
        _memory.Send(_clock.Edge(cycle + _sm.L1.Latency.Count), _number, address / lineBytes, sectors, 0, L2Kind.Read, BulkToken + number);
        _bulkLines++;
        bulk.Remaining++;
        bulk.At += bytes;
        if (bulk.At == bulk.Copy.RowBytes)
        {
            (bulk.Row, bulk.At) = (bulk.Row + 1, 0);
        }

        if (bulk.Row == bulk.Copy.Rows)
        {
            _bulkQueue.Dequeue();
        }

        _bulkFree = cycle + Math.Max(1, (bytes + _sm.Tma!.Bandwidth.Bytes - 1) / _sm.Tma.Bandwidth.Bytes);
        _bulkNext = Never;
        ContinueBulk(_bulkFree);
    }

    /// <summary>A line has come, or a copy is complete.</summary>
    private void BulkArrived(in SmArrival arrival, long cycle)
    {
        var complete = arrival.Token >= BulkComplete;
        var number = arrival.Token - BulkToken - (complete ? BulkComplete : 0);
        ref var bulk = ref _bulks.Items[number];
        if (!complete)
        {
            _bulkLines--;
            bulk.FromDram |= arrival.FromDram;
            if (--bulk.Remaining == 0 && bulk.Row == bulk.Copy.Rows)
            {
                _arrivals.Push(new SmArrival(cycle + _sm.Tma!.ExtraLatency.Count, _arrivalOrder++, arrival.Token + BulkComplete, 0, bulk.FromDram, null, 0));
            }

            ContinueBulk(cycle);
            return;
        }

        var block = _blocks[bulk.Block];
        block.Copies--;
        block.State.Mbarriers.Complete(bulk.Copy.Barrier, bulk.Copy.Bytes);
        _bulks.Return(number);
        PhasesOver(block, cycle, cycle, StallReason.LongScoreboard, arrival.FromDram);
    }
}
