using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Where the bytes of one side of a copy lie: segments of <paramref name="SegmentBytes"/>, <paramref name="Count0"/> of them
/// <paramref name="Stride0"/> bytes apart, and that pattern <paramref name="Count1"/> times, <paramref name="Stride1"/> bytes apart.
/// </summary>
/// <param name="Space">Memory.</param>
/// <param name="Address">First byte.</param>
/// <param name="SegmentBytes">Consecutive bytes.</param>
/// <param name="Count0">Segments in the inner pattern.</param>
/// <param name="Stride0">Distance between starts of segments.</param>
/// <param name="Count1">Repetitions of the inner pattern.</param>
/// <param name="Stride1">Distance between repetitions.</param>
public readonly record struct MluPattern(MluSpace Space, long Address, long SegmentBytes, long Count0, long Stride0, long Count1, long Stride1)
{
    /// <summary>Segments in total.</summary>
    public long Segments => checked(Count0 * Count1);

    /// <summary>Bytes in total.</summary>
    public long Bytes => checked(SegmentBytes * Segments);

    /// <summary>One consecutive range.</summary>
    public static MluPattern Linear(MluSpace space, long address, long bytes) => new(space, address, bytes, 1, 0, 1, 0);

    /// <summary>Start of segment <paramref name="index"/> in order.</summary>
    public long SegmentAddress(long index) => Address + (index % Count0 * Stride0) + (index / Count0 * Stride1);

    /// <summary>Smallest and one past the largest byte address touched; empty patterns give an empty range.</summary>
    public (long From, long To) Bounds
    {
        get
        {
            if (Bytes <= 0)
            {
                return (Address, Address);
            }

            checked
            {
                var a = (Count0 - 1) * Stride0;
                var b = (Count1 - 1) * Stride1;
                return (Address + Math.Min(0, a) + Math.Min(0, b), Address + Math.Max(0, a) + Math.Max(0, b) + SegmentBytes);
            }
        }
    }

    /// <summary>The same bytes with adjacent segments joined, so that a dense 2-D copy is seen as the 1-D copy that it is.</summary>
    public MluPattern Coalesced()
    {
        if (Count0 > 1 && Stride0 == SegmentBytes)
        {
            return new MluPattern(Space, Address, SegmentBytes * Count0, Count1, Stride1, 1, 0).Coalesced();
        }

        return Count0 == 1 && Count1 > 1 ? new MluPattern(Space, Address, SegmentBytes, Count1, Stride1, 1, 0).Coalesced() : this;
    }
}

/// <summary>Source and destination of a copy instruction.</summary>
/// <param name="Source">Where from.</param>
/// <param name="Destination">Where to.</param>
/// <param name="DestinationCluster">Cluster (inside the union) whose SRAM receives a <c>sram2sram</c> copy; -1 for the core's own.</param>
public readonly record struct MluCopyShape(MluPattern Source, MluPattern Destination, int DestinationCluster)
{
    /// <summary>Reads the shape of <c>memcpy</c>, <c>memcpy2d</c> or <c>memcpy3d</c>.</summary>
    public static MluCopyShape Of(in MluOperation operation)
    {
        var direction = operation.Instruction.Direction;
        MluSpace from = direction.Source(), to = direction.Destination();
        return operation.Opcode switch
        {
            MluOpcode.Memcpy => new(MluPattern.Linear(from, operation[1], operation[2]), MluPattern.Linear(to, operation[0], operation[2]), -1),
            MluOpcode.Memcpy2D => new(
                new(from, operation[1], operation[2], operation[5], operation[4], 1, 0), new(to, operation[0], operation[2], operation[5], operation[3], 1, 0), -1),
            _ => new(
                new(from, operation[1], operation[2], operation[8], operation[7], operation[10], operation[9]),
                new(to, operation[0], operation[2], operation[4], operation[3], operation[6], operation[5]),
                direction == MluDirection.Sram2Sram ? (int)operation[11] : -1),
        };
    }
}
