using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Executes multiply-add with one rounding. Single precision uses the fused operation; for narrower floats the product is exact in double and the
/// sum is rounded to odd there, so that the final rounding to the type is the only one that counts.
/// </summary>
internal static class MluFusedExecutor
{
    public static void Execute(in MluOperation operation, MluCoreMemory memory, MluScratch scratch)
    {
        var type = operation.Instruction.Type0;
        var count = (int)operation[4];
        if (count <= 0)
        {
            return;
        }

        var cycle = operation.Opcode == MluOpcode.VCycleFma ? (int)operation[5] : count;
        var to = MluElements.At(memory.Nram, operation[0], type, count);
        var a = scratch.Stable(MluElements.At(memory.Nram, operation[1], type, count), to, MluScratchUse.SourceA);
        var b = scratch.Stable(MluElements.At(memory.Nram, operation[2], type, cycle), to, MluScratchUse.SourceB, sameStep: cycle == count);
        var c = scratch.Stable(MluElements.At(memory.Nram, operation[3], type, count), to, MluScratchUse.SourceC);
        var negate = operation.Opcode == MluOpcode.VFms;
        if (type.IsFloat())
        {
            Float(type, a, b, c, cycle, negate, to, scratch);
        }
        else
        {
            var (min, max) = MluElements.Range(type);
            for (var i = 0; i < count; i++)
            {
                var product = MluElements.ReadInteger(a, type, i) * MluElements.ReadInteger(b, type, i % cycle);
                var addend = MluElements.ReadInteger(c, type, i);
                MluElements.WriteInteger(to, type, i, Math.Clamp(negate ? product - addend : product + addend, min, max));
            }
        }
    }

    private static void Float(
        MluDataType type, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, int cycle, bool negate, Span<byte> to, MluScratch scratch)
    {
        var size = type.Bits() / 8;
        var count = to.Length / size;
        var segment = scratch.Large<float>(MluScratchUse.Wide, cycle);
        MluElements.ToSingle(b, type, segment);
        for (var at = 0; at < count; at += MluScratch.ChunkElements)
        {
            var length = Math.Min(MluScratch.ChunkElements, count - at);
            var range = new Range(at * size, (at + length) * size);
            var left = scratch.Chunk<float>(0, length);
            var right = scratch.Chunk<float>(1, length);
            var addend = scratch.Chunk<float>(2, length);
            MluElements.ToSingle(a[range], type, left);
            MluVectorExecutor.Cycle<float>(segment, at, right);
            MluElements.ToSingle(c[range], type, addend);
            if (negate)
            {
                TensorPrimitives.Negate(addend, addend);
            }

            if (type == MluDataType.F32)
            {
                var result = scratch.Chunk<float>(3, length);
                for (var i = 0; i < length; i++)
                {
                    result[i] = MathF.FusedMultiplyAdd(left[i], right[i], addend[i]);
                }

                MluElements.FromSingle(result, type, to[range]);
            }
            else
            {
                var bits = MemoryMarshal.Cast<byte, ushort>(to[range]);
                for (var i = 0; i < length; i++)
                {
                    bits[i] = (ushort)MluScalarFloat.FromDouble(SumToOdd((double)left[i] * right[i], addend[i]), type);
                }
            }
        }
    }

    /// <summary>a + b in double, with the last bit set when digits were lost, which keeps every later rounding to a narrower type right.</summary>
    internal static double SumToOdd(double a, double b)
    {
        var sum = a + b;
        var bVirtual = sum - a;
        var error = a - (sum - bVirtual) + (b - bVirtual);
        if (error == 0 || !double.IsFinite(sum) || double.IsNaN(error))
        {
            return sum;
        }

        var bits = BitConverter.DoubleToInt64Bits(sum);
        if ((bits & 1) == 0)
        {
            bits += (error > 0) == (sum > 0) ? 1 : -1;
        }

        return BitConverter.Int64BitsToDouble(bits);
    }
}
