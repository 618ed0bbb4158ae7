using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>Where a transfer is cut into packets, and what its segments cost.</summary>
internal sealed partial class TransferEngine
{
    private long _misalignedFirst;

    private void BeginCuts()
    {
        _unitBytes = Math.Min(Spec.Chunk.Bytes, Math.Min(Far(_plan.From, _plan.Source.Bytes), Far(_plan.To, _plan.Destination.Bytes)));
        var burst = _context.Memory.Dram.Config.MinimumBurstBytes;
        var alignment = Spec.Alignment?.Bytes ?? burst;
        var boundary = Spec.Boundary?.Bytes ?? 0;
        var (reads, writes) = (_plan.From == MemorySide.Device, _plan.To == MemorySide.Device);
        _reader = new PatternCursor(_plan.Source, burst);
        _writer = new PatternCursor(_plan.Destination, writes ? alignment : burst, writes ? boundary : 0);
        _cutsRequests = (reads || writes) && _plan.Bytes > 0 && (Spec.Alignment ?? Spec.Boundary) is not null;
        if (_cutsRequests)
        {
            // A request is for one segment of the other side, too, where that is beyond the core: whole units that hold it.
            var other = reads ? Far(_plan.To, _plan.Destination.Bytes) : Far(_plan.From, _plan.Source.Bytes);
            var chunk = Math.Min(Spec.Chunk.Bytes, (Math.Min(other, Spec.Chunk.Bytes) + alignment - 1) / alignment * alignment);
            var rules = new RequestRules(chunk, alignment, boundary, WholeUnits: Spec.Alignment is not null);
            _requests = new RequestCursor(reads ? _plan.Source : _plan.Destination, rules);
        }

        static long Far(MemorySide side, long bytes) => side is MemorySide.Shared or MemorySide.Device && bytes > 0 ? bytes : long.MaxValue;
    }

    /// <summary>
    /// The bytes of the next packet, and what is read for it. Where the chip file says nothing of boundary and alignment they are cut from the
    /// source as a stream; else they are whole requests of the side in device memory, the source where both are.
    /// </summary>
    /// <param name="most">Bytes of the packet, or a few more that complete a unit of alignment.</param>
    /// <param name="limit">Requests of the packet.</param>
    /// <param name="bytes">Bytes of the packet.</param>
    /// <param name="requests">Requests of it, at least 1 and not always more.</param>
    private AffinePattern NextPiece(long most, int limit, out long bytes, out int requests)
    {
        requests = 1;
        if (!_cutsRequests)
        {
            var piece = _plan.From == MemorySide.None ? new AffinePattern(0, most) : _reader.Take(most, complete: _plan.From == MemorySide.Device);
            bytes = piece.TotalBytes;
            return piece;
        }

        var far = _requests.Take(most, limit, out requests);
        bytes = far.TotalBytes;
        return _plan.From switch
        {
            MemorySide.Device => far,
            MemorySide.Shared => _reader.Take(bytes),
            _ => default,
        };
    }

    /// <summary>Cycles for all segments of the transfer; a contiguous side costs none.</summary>
    private long Overhead()
    {
        var cycles = 0L;
        if (_plan.SourceSegments > 1)
        {
            cycles += _plan.SourceSegments * (_plan.From == MemorySide.Local ? Spec.LocalSegmentOverhead : Spec.ReadSegmentOverhead).Count;
        }

        if (_plan.DestinationSegments > 1)
        {
            cycles += _plan.DestinationSegments * (_plan.To == MemorySide.Local ? Spec.LocalSegmentOverhead : Spec.WriteSegmentOverhead).Count;
        }

        return cycles + MisalignedCycles();
    }

    /// <summary>
    /// Cycles for all segments that begin inside a unit of alignment, less those at the beginning of the transfer, which its first request waits for.
    /// </summary>
    private long MisalignedCycles()
    {
        _misalignedFirst = 0;
        if (Spec.MisalignedOverhead is not { } overhead || Spec.Alignment is not { } alignment)
        {
            return 0;
        }

        var all = 0L;
        Count(_plan.From, _plan.Source);
        Count(_plan.To, _plan.Destination);
        return all - _misalignedFirst;

        void Count(MemorySide side, in AffinePattern pattern)
        {
            if (side == MemorySide.Device && pattern.Bytes > 0)
            {
                all += overhead.Count * Misalignment.Segments(pattern.Flattened(), alignment.Bytes);
                _misalignedFirst += pattern.Base % alignment.Bytes == 0 ? 0 : overhead.Count;
            }
        }
    }
}
