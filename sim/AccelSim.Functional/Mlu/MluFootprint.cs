using System.Runtime.CompilerServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>One range of memory that an operation reads or writes.</summary>
/// <param name="Pattern">Which bytes.</param>
/// <param name="IsWrite">Written (true) or read.</param>
/// <param name="Cluster">Cluster of the union whose SRAM is meant; -1 for the core's own memories.</param>
public readonly record struct MluRegion(MluPattern Pattern, bool IsWrite, int Cluster = -1);

/// <summary>The memory ranges of one operation, at most <see cref="Capacity"/>; a plain value that is reused from operation to operation.</summary>
public struct MluRegions
{
    /// <summary>Most regions an instruction has.</summary>
    public const int Capacity = 6;

    private Buffer _items;

    /// <summary>Number of regions.</summary>
    public int Count { get; private set; }

    /// <summary>A region.</summary>
    public readonly MluRegion this[int index] => _items[index];

    internal void Add(MluRegion region)
    {
        if (region.Pattern.Bytes > 0)
        {
            _items[Count++] = region;
        }
    }

    [InlineArray(Capacity)]
    private struct Buffer
    {
        private MluRegion _first;
    }
}

/// <summary>Says which bytes an operation touches. The bounds check, the race detector and the timing model all ask here.</summary>
public static class MluFootprint
{
    /// <summary>The regions of a queued operation.</summary>
    public static MluRegions Of(in MluOperation operation)
    {
        var regions = default(MluRegions);
        var instruction = operation.Instruction;
        var type = instruction.Type0;
        switch (MluInstructionSet.Get(instruction.Opcode).Timing)
        {
            case MluTiming.Copy:
                var copy = MluCopyShape.Of(operation);
                regions.Add(new(copy.Source, false));
                regions.Add(new(copy.Destination, true, copy.DestinationCluster));
                break;
            case MluTiming.Fill:
                regions.Add(new(FillPattern(operation), true));
                break;
            case MluTiming.GatherScatter: GatherScatter(operation, ref regions); break;
            case MluTiming.Atomic: Atomic(operation, ref regions); break;
            case MluTiming.Convolution: Convolution(operation, ref regions); break;
            case MluTiming.MatrixProduct: MatrixProduct(operation, ref regions); break;
            case MluTiming.Pooling: Pooling(operation, ref regions); break;
            case MluTiming.Conversion:
                Nram(ref regions, operation[0], Bytes(instruction.Type0, operation[2]), write: true);
                Nram(ref regions, operation[1], Bytes(instruction.Type1, operation[2]));
                break;
            case MluTiming.Layout: Layout(operation, ref regions); break;
            case MluTiming.VectorSimple or MluTiming.VectorDivide or MluTiming.VectorTranscendental or MluTiming.VectorReduce:
                Vector(operation, type, ref regions);
                break;
        }

        return regions;
    }

    /// <summary>Where a <c>fill</c> or <c>fill2d</c> writes.</summary>
    public static MluPattern FillPattern(in MluOperation operation)
    {
        var bytes = Bytes(operation.Instruction.Type0, operation[2]);
        return operation.Opcode == MluOpcode.Fill
            ? MluPattern.Linear(operation.Instruction.Space, operation[0], bytes)
            : new MluPattern(operation.Instruction.Space, operation[0], bytes, operation[4], operation[3], 1, 0);
    }

    /// <summary>Elements of a filter bank as it lies in WRAM: lanes are filled to a whole number of filters.</summary>
    public static long LaneKernelElements(long co, long filterElements) => checked((co + MluLanes.Count - 1) / MluLanes.Count * MluLanes.Count * filterElements);

    // bytes of that many elements; unlike MluDataType.Bytes it refuses what does not fit
    private static long Bytes(MluDataType type, long count) => (checked(count * type.Bits()) + 7) / 8;

    private static void Nram(ref MluRegions regions, long address, long bytes, bool write = false) =>
        regions.Add(new(MluPattern.Linear(MluSpace.Nram, address, bytes), write));

    private static void Wram(ref MluRegions regions, long address, long bytes) => regions.Add(new(MluPattern.Linear(MluSpace.Wram, address, bytes), false));

    private static void Convolution(in MluOperation operation, ref MluRegions regions)
    {
        var instruction = operation.Instruction;
        var shape = MluConvShape.Of(operation);
        var output = Bytes(instruction.Type0, checked(shape.Ho * shape.Wo * shape.Co));
        Nram(ref regions, operation[0], output, write: true);
        Nram(ref regions, operation[1], Bytes(instruction.Type1, checked(shape.Ci * shape.H * shape.W)));
        Wram(ref regions, operation[2], Bytes(instruction.Type2, LaneKernelElements(shape.Co, shape.FilterElements)));
        if (operation.Opcode == MluOpcode.ConvPartial)
        {
            Nram(ref regions, operation[3], output);
        }
    }

    private static void MatrixProduct(in MluOperation operation, ref MluRegions regions)
    {
        var instruction = operation.Instruction;
        var shape = MluMatmulShape.Of(operation);
        var output = Bytes(instruction.Type0, checked(shape.M * shape.N));
        Nram(ref regions, operation[0], output, write: true);
        Nram(ref regions, operation[1], Bytes(instruction.Type1, checked(shape.M * shape.K)));
        var mlp = operation.Opcode == MluOpcode.Mlp;
        Wram(ref regions, mlp ? operation[3] : operation[2], Bytes(instruction.Type2, mlp ? LaneKernelElements(shape.N, shape.K) : checked(shape.K * shape.N)));
        if (mlp)
        {
            Nram(ref regions, operation[2], output);
        }
        else if (operation.Opcode == MluOpcode.MatmulPartial)
        {
            Nram(ref regions, operation[3], output);
        }
    }

    private static void Pooling(in MluOperation operation, ref MluRegions regions)
    {
        var type = operation.Instruction.Type0;
        var shape = MluPoolShape.Of(operation);
        var small = Bytes(type, checked(shape.C * shape.Ho * shape.Wo));
        var large = Bytes(type, checked(shape.C * shape.H * shape.W));
        if (operation.Opcode == MluOpcode.Unpool)
        {
            Nram(ref regions, operation[0], large, write: true);
            Nram(ref regions, operation[1], small);
            Nram(ref regions, operation[2], small);
        }
        else
        {
            Nram(ref regions, operation[0], small, write: true);
            Nram(ref regions, operation[1], large);
        }
    }

    private static void Layout(in MluOperation operation, ref MluRegions regions)
    {
        var type = operation.Instruction.Type0;
        var count = operation.Opcode switch
        {
            MluOpcode.Pad => checked(operation[2] * operation[3] * operation[4]),
            MluOpcode.NhwcToNchw or MluOpcode.NchwToNhwc or MluOpcode.ReshapeFilter => checked(operation[2] * operation[3] * operation[4] * operation[5]),
            _ => checked(operation[2] * operation[3]),
        };
        var written = operation.Opcode switch
        {
            MluOpcode.Pad => checked(operation[2] * (operation[3] + operation[5] + operation[6]) * (operation[4] + operation[7] + operation[8])),
            MluOpcode.ReshapeFilter => LaneKernelElements(operation[2], checked(operation[3] * operation[4] * operation[5])),
            _ => count,
        };
        Nram(ref regions, operation[0], Bytes(type, written), write: true);
        Nram(ref regions, operation[1], Bytes(type, count));
    }

    private static void GatherScatter(in MluOperation operation, ref MluRegions regions)
    {
        var bytes = checked(operation[3] * operation[4]);
        var space = operation.Instruction.Space;
        Nram(ref regions, operation[2], 8 * operation[4]);
        if (operation.Opcode == MluOpcode.Gather)
        {
            // the pieces themselves depend on data: the executor checks each of them
            Nram(ref regions, operation[0], bytes, write: true);
            regions.Add(new(MluPattern.Linear(space, operation[1], Math.Min(bytes, 1)), false));
        }
        else
        {
            Nram(ref regions, operation[1], bytes);
            regions.Add(new(MluPattern.Linear(space, operation[0], Math.Min(bytes, 1)), true));
        }
    }

    private static void Atomic(in MluOperation operation, ref MluRegions regions)
    {
        var type = operation.Instruction.Type0;
        var reduce = operation.Opcode >= MluOpcode.AtomicReduceAdd;
        var swap = operation.Opcode == MluOpcode.AtomicCompareSwap;
        var bytes = Bytes(type, operation[reduce ? 2 : swap ? 4 : 3]);
        if (!reduce)
        {
            Nram(ref regions, operation[0], bytes, write: true);
        }

        regions.Add(new(MluPattern.Linear(MluSpace.Gdram, operation[reduce ? 0 : 1], bytes), true));
        Nram(ref regions, operation[reduce ? 1 : 2], bytes);
        if (swap)
        {
            Nram(ref regions, operation[3], bytes);
        }
    }

    private static void Vector(in MluOperation operation, MluDataType type, ref MluRegions regions)
    {
        var opcode = operation.Opcode;
        switch (opcode)
        {
            case MluOpcode.VFilter:
                Nram(ref regions, operation[1], Bytes(type, operation[4]), write: true);
                Nram(ref regions, operation[2], Bytes(type, operation[4]));
                Nram(ref regions, operation[3], Bytes(type, operation[4]));
                break;
            case MluOpcode.VCount or MluOpcode.VFindFirst or MluOpcode.VFindLast:
                Nram(ref regions, operation[1], Bytes(type, operation[2]));
                break;
            case MluOpcode.VReduceSum or MluOpcode.VReduceMax or MluOpcode.VReduceMin:
                Nram(ref regions, operation[0], 128, write: true);
                Nram(ref regions, operation[1], Bytes(type, operation[2]));
                break;
            case MluOpcode.VLut:
                Nram(ref regions, operation[0], Bytes(type, operation[3]), write: true);
                Nram(ref regions, operation[1], 4 * operation[3]);
                Nram(ref regions, operation[2], Bytes(type, operation[4]));
                break;
            case MluOpcode.VFma or MluOpcode.VFms or MluOpcode.VSelect:
                Elementwise(ref regions, operation, type, inputs: 3, count: operation[4]);
                break;
            case MluOpcode.VCycleFma:
                Nram(ref regions, operation[0], Bytes(type, operation[4]), write: true);
                Nram(ref regions, operation[1], Bytes(type, operation[4]));
                Nram(ref regions, operation[2], Bytes(type, operation[5]));
                Nram(ref regions, operation[3], Bytes(type, operation[4]));
                break;
            case >= MluOpcode.VCycleAdd and < MluOpcode.VCycleFma:
                Nram(ref regions, operation[0], Bytes(type, operation[3]), write: true);
                Nram(ref regions, operation[1], Bytes(type, operation[3]));
                Nram(ref regions, operation[2], Bytes(type, operation[4]));
                break;
            case >= MluOpcode.VAdd and <= MluOpcode.VGreaterEqual:
                Elementwise(ref regions, operation, type, inputs: 2, count: operation[3]);
                break;
            case >= MluOpcode.VAddScalar and <= MluOpcode.VBitAndScalar:
                Elementwise(ref regions, operation, type, inputs: 1, count: operation[3]);
                break;
            default:
                Elementwise(ref regions, operation, type, inputs: 1, count: operation[2]);
                break;
        }
    }

    private static void Elementwise(ref MluRegions regions, in MluOperation operation, MluDataType type, int inputs, long count)
    {
        var bytes = Bytes(type, count);
        Nram(ref regions, operation[0], bytes, write: true);
        for (var input = 1; input <= inputs; input++)
        {
            Nram(ref regions, operation[input], bytes);
        }
    }
}
