using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>A transfer instruction as its engine sees it: two sides, their address patterns, and how many segments each has.</summary>
/// <param name="From">What is read.</param>
/// <param name="To">What is written.</param>
/// <param name="Source">Addresses read; meaningless for <see cref="MemorySide.None"/>.</param>
/// <param name="Destination">Addresses written.</param>
/// <param name="Bytes">Bytes moved.</param>
/// <param name="SourceSegments">Segments on the source side, 1 when contiguous.</param>
/// <param name="DestinationSegments">Segments on the destination side.</param>
/// <param name="Cluster">Cluster of the union whose shared memory is written; -1 for the core's own.</param>
internal readonly record struct TransferPlan(
    MemorySide From, MemorySide To, AffinePattern Source, AffinePattern Destination, long Bytes, long SourceSegments, long DestinationSegments, int Cluster)
{
    /// <summary>True when the transfer stays inside the core, so that nothing can disturb it.</summary>
    public bool IsLocal => From <= MemorySide.Local && To == MemorySide.Local;

    /// <summary>The plan of an operation.</summary>
    /// <param name="operation">A copy, fill, gather, scatter or atomic.</param>
    /// <param name="timing">Its row of the timing table.</param>
    /// <param name="device">Device memory as the core sees it.</param>
    public static TransferPlan Of(in MluOperation operation, MluTiming timing, in DeviceLayout device)
    {
        switch (timing)
        {
            case MluTiming.Copy:
                var copy = MluCopyShape.Of(operation);
                return Between(copy.Source, copy.Destination, copy.DestinationCluster, device.PrivateBase);
            case MluTiming.Fill:
                var pattern = MluFootprint.FillPattern(operation).Coalesced();
                var target = Convert(pattern, device.PrivateBase);
                return new TransferPlan(MemorySide.None, SideOf(pattern.Space), default, target, target.TotalBytes, 1, target.Segments, -1);
            case MluTiming.GatherScatter:
                return Pieces(operation, device);
            default:
                return Atomic(operation, device.PrivateBase);
        }
    }

    /// <summary>The memory pair whose engine carries an operation.</summary>
    public static MluDirection Direction(in MluInstruction instruction, MluTiming timing) => timing switch
    {
        MluTiming.Copy => instruction.Direction,
        MluTiming.Fill => instruction.Space switch
        {
            MluSpace.Gdram => MluDirection.Nram2Gdram,
            MluSpace.Ldram => MluDirection.Nram2Ldram,
            MluSpace.Wram => MluDirection.Nram2Wram,
            MluSpace.Sram => MluDirection.Nram2Sram,
            _ => MluDirection.Nram2Nram,
        },
        MluTiming.GatherScatter => (instruction.Space, instruction.Opcode) switch
        {
            (MluSpace.Sram, MluOpcode.Gather) => MluDirection.Sram2Nram,
            (MluSpace.Sram, _) => MluDirection.Nram2Sram,
            (_, MluOpcode.Gather) => MluDirection.Gdram2Nram,
            _ => MluDirection.Nram2Gdram,
        },
        _ => MluDirection.Nram2Gdram,
    };

    private static TransferPlan Between(in MluPattern from, in MluPattern to, int cluster, long privateBase)
    {
        var source = Convert(from.Coalesced(), privateBase);
        var destination = Convert(to.Coalesced(), privateBase);
        return new TransferPlan(
            SideOf(from.Space), SideOf(to.Space), source, destination, source.TotalBytes, source.Segments, destination.Segments, cluster);
    }

    /// <summary>
    /// A gather or scatter. Its addresses are data, so the far side is taken as whole minimum bursts one after the other: the right
    /// number of bytes and of segments, with the row locality of a table that is walked in order.
    /// </summary>
    private static TransferPlan Pieces(in MluOperation operation, in DeviceLayout device)
    {
        var bytes = operation[3];
        var count = operation[4];
        if (bytes <= 0 || count <= 0)
        {
            return default;
        }

        var gather = operation.Opcode == MluOpcode.Gather;
        var side = SideOf(operation.Instruction.Space);
        var burst = device.MinimumBurst;
        var total = checked((bytes + burst - 1) / burst * burst * count);

        // Short pieces of a table near the end of memory would reach beyond it.
        var far = operation[gather ? 1 : 0];
        far = side == MemorySide.Device ? Math.Max(0, Math.Min(far, device.PrivateBase - total)) : far;
        var spread = new AffinePattern(far / burst * burst, total);
        var near = new AffinePattern(0, total);
        return gather
            ? new TransferPlan(side, MemorySide.Local, spread, near, total, count, 1, -1)
            : new TransferPlan(MemorySide.Local, side, near, spread, total, 1, count, -1);
    }

    /// <summary>An atomic reads device memory and writes it back.</summary>
    private static TransferPlan Atomic(in MluOperation operation, long privateBase)
    {
        var regions = MluFootprint.Of(operation);
        for (var i = 0; i < regions.Count; i++)
        {
            if (regions[i].Pattern.Space == MluSpace.Gdram)
            {
                var pattern = Convert(regions[i].Pattern, privateBase);
                return new TransferPlan(MemorySide.Device, MemorySide.Device, pattern, pattern, pattern.TotalBytes, 1, 1, -1);
            }
        }

        return default;
    }

    private static MemorySide SideOf(MluSpace space) => space switch
    {
        MluSpace.Gdram or MluSpace.Ldram => MemorySide.Device,
        MluSpace.Sram => MemorySide.Shared,
        _ => MemorySide.Local,
    };

    private static AffinePattern Convert(in MluPattern pattern, long privateBase) => pattern.Bytes <= 0
        ? default
        : new AffinePattern(
            pattern.Address + (pattern.Space == MluSpace.Ldram ? privateBase : 0), pattern.SegmentBytes,
            checked((int)pattern.Count0), pattern.Stride0, checked((int)pattern.Count1), pattern.Stride1);
}
