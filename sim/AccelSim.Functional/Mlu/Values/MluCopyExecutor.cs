using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Executes copies and fills. Segments are moved in order, so overlapping copies behave as a segment-by-segment engine would.</summary>
internal static class MluCopyExecutor
{
    public static void Copy(in MluOperation operation, MluCoreMemory memory)
    {
        var shape = MluCopyShape.Of(operation);
        var (source, destination) = (shape.Source, shape.Destination);
        if (source.Bytes <= 0)
        {
            return;
        }

        var from = memory.Of(source.Space);
        var to = memory.Of(destination.Space, shape.DestinationCluster);
        var (dense, target) = (source.Coalesced(), destination.Coalesced());
        if (dense.Segments == 1 && target.Segments == 1)
        {
            from.AsSpan((int)dense.Address, (int)dense.SegmentBytes).CopyTo(to.AsSpan((int)target.Address));
            return;
        }

        if (source.Segments != destination.Segments)
        {
            throw new MluDataException($"source has {source.Segments} segments, destination {destination.Segments}");
        }

        var bytes = (int)source.SegmentBytes;
        var read = new SegmentCursor(source);
        var write = new SegmentCursor(destination);
        for (var segment = source.Segments; segment > 0; segment--)
        {
            from.AsSpan((int)read.Next(), bytes).CopyTo(to.AsSpan((int)write.Next(), bytes));
        }
    }

    public static void Fill(in MluOperation operation, MluCoreMemory memory)
    {
        var pattern = MluFootprint.FillPattern(operation);
        if (pattern.Bytes <= 0)
        {
            return;
        }

        var bytes = memory.Of(pattern.Space);
        var write = new SegmentCursor(pattern);
        for (var segment = pattern.Segments; segment > 0; segment--)
        {
            FillSegment(bytes.AsSpan((int)write.Next(), (int)pattern.SegmentBytes), operation.Instruction.Type0, operation[1]);
        }
    }

    private static void FillSegment(Span<byte> segment, MluDataType type, long value)
    {
        switch (type.Bits())
        {
            case 8: segment.Fill((byte)value); break;
            case 16: MemoryMarshal.Cast<byte, ushort>(segment).Fill((ushort)value); break;
            case 32: MemoryMarshal.Cast<byte, uint>(segment).Fill((uint)value); break;
            default: MemoryMarshal.Cast<byte, long>(segment).Fill(value); break;
        }
    }

    /// <summary>Walks the segment starts of a pattern without dividing.</summary>
    private struct SegmentCursor(MluPattern pattern)
    {
        private long _row = pattern.Address;
        private long _next = pattern.Address;
        private long _left = pattern.Count0;

        public long Next()
        {
            var here = _next;
            if (--_left == 0)
            {
                _left = pattern.Count0;
                _row += pattern.Stride1;
                _next = _row;
            }
            else
            {
                _next += pattern.Stride0;
            }

            return here;
        }
    }
}
