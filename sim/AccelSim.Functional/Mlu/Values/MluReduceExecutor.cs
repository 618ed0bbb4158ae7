using System.Buffers.Binary;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Executes reductions and searches. Floating-point sums are kept in single precision per 128-byte lane position in order of address, and the lanes
/// are then added from the first to the last; integer sums are exact and saturate at the end.
/// </summary>
internal static class MluReduceExecutor
{
    private const int GroupBytes = 128;

    /// <summary>Executes the operation; searches return the value of their destination register.</summary>
    public static long Execute(in MluOperation operation, MluCoreMemory memory, MluScratch scratch)
    {
        var type = operation.Instruction.Type0;
        switch (operation.Opcode)
        {
            case MluOpcode.VReduceSum: Sum(operation, type, memory.Nram); return 0;
            case MluOpcode.VReduceMax or MluOpcode.VReduceMin: Extreme(operation, type, memory.Nram); return 0;
            case MluOpcode.VFilter: return Filter(operation, type, memory.Nram, scratch);
            default: return Search(operation, type, memory.Nram);
        }
    }

    private static void Sum(in MluOperation operation, MluDataType type, byte[] nram)
    {
        var count = (int)operation[2];
        var source = MluElements.At(nram, operation[1], type, count);
        var destination = nram.AsSpan((int)operation[0], GroupBytes);
        var lanes = GroupBytes * 8 / type.Bits();
        if (type.IsFloat())
        {
            Span<float> sums = stackalloc float[lanes];
            Span<float> group = stackalloc float[lanes];
            sums.Clear();
            var size = type.Bits() / 8;
            for (var at = 0; at < count; at += lanes)
            {
                var part = group[..Math.Min(lanes, count - at)];
                MluElements.ToSingle(source[(at * size)..], type, part);
                for (var lane = 0; lane < part.Length; lane++)
                {
                    sums[lane] += part[lane];
                }
            }

            var total = 0f;
            foreach (var sum in sums)
            {
                total += sum;
            }

            sums[0] = total;
            MluElements.FromSingle(sums, type, destination);
        }
        else
        {
            Span<long> sums = stackalloc long[lanes];
            sums.Clear();
            var total = 0L;
            for (var i = 0; i < count; i++)
            {
                var value = MluElements.ReadInteger(source, type, i);
                sums[i % lanes] += value;
                total += value;
            }

            sums[0] = total;
            var (min, max) = MluElements.Range(type);
            for (var lane = 0; lane < lanes; lane++)
            {
                MluElements.WriteInteger(destination, type, lane, Math.Clamp(sums[lane], min, max));
            }
        }
    }

    private static void Extreme(in MluOperation operation, MluDataType type, byte[] nram)
    {
        var count = (int)operation[2];
        if (count <= 0)
        {
            return;
        }

        var source = MluElements.At(nram, operation[1], type, count);
        var bits = MluElements.BitType(type);
        var sign = operation.Opcode == MluOpcode.VReduceMax ? 1 : -1;
        var best = 0;
        var bestValue = sign * Value(source, type, bits, 0);
        for (var i = 1; i < count && !double.IsNaN(bestValue); i++)
        {
            var value = sign * Value(source, type, bits, i);
            if (value > bestValue || double.IsNaN(value))
            {
                (best, bestValue) = (i, value);
            }
        }

        var raw = MluElements.ReadInteger(source, bits, best);
        var destination = nram.AsSpan((int)operation[0], GroupBytes);
        MluElements.WriteInteger(destination, bits, 0, raw);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)best);
    }

    private static double Value(ReadOnlySpan<byte> source, MluDataType type, MluDataType bits, int index)
    {
        var raw = MluElements.ReadInteger(source, bits, index);
        return type.IsFloat() ? MluScalarFloat.ToDouble(raw, type) : raw;
    }

    private static long Search(in MluOperation operation, MluDataType type, byte[] nram)
    {
        var count = (int)operation[2];
        var source = MluElements.At(nram, operation[1], type, count);
        long found = 0, first = count, last = -1;
        for (var i = 0; i < count; i++)
        {
            if (IsSet(source, type, i))
            {
                found++;
                first = Math.Min(first, i);
                last = i;
            }
        }

        return operation.Opcode switch
        {
            MluOpcode.VCount => found,
            MluOpcode.VFindFirst => first,
            _ => last,
        };
    }

    private static long Filter(in MluOperation operation, MluDataType type, byte[] nram, MluScratch scratch)
    {
        var count = (int)operation[4];
        var destination = MluElements.At(nram, operation[1], type, count);
        var source = scratch.Stable(MluElements.At(nram, operation[2], type, count), destination, MluScratchUse.SourceA);
        var mask = scratch.Stable(MluElements.At(nram, operation[3], type, count), destination, MluScratchUse.SourceB);
        var bits = MluElements.BitType(type);
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (IsSet(mask, type, i))
            {
                MluElements.WriteInteger(destination, bits, kept++, MluElements.ReadInteger(source, bits, i));
            }
        }

        return kept;
    }

    /// <summary>Non-zero; a negative floating-point zero is zero.</summary>
    private static bool IsSet(ReadOnlySpan<byte> source, MluDataType type, int index)
    {
        var raw = MluElements.ReadInteger(source, MluElements.BitType(type), index);
        return type.IsFloat() ? (raw & ~(-1L << (type.Bits() - 1))) != 0 : raw != 0;
    }
}
