using System.Numerics;
using System.Numerics.Tensors;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Executes pooling windows over src[H,W,C], all channels of an output position at a time. Sums and means are single precision, window rows first;
/// the largest and smallest of integers are exact.
/// </summary>
internal static class MluPoolExecutor
{
    public static void Execute(in MluOperation operation, MluCoreMemory memory, MluScratch scratch)
    {
        var type = operation.Instruction.Type0;
        var shape = MluPoolShape.Of(operation);
        if (shape.C <= 0 || shape.Ho <= 0 || shape.Wo <= 0)
        {
            return;
        }

        var sums = operation.Opcode is MluOpcode.AvgPool or MluOpcode.SumPool;
        if (operation.Opcode == MluOpcode.Unpool)
        {
            Unpool(operation, type, shape, memory.Nram, scratch);
        }
        else if (type.IsFloat() || sums)
        {
            var input = scratch.Large<float>(MluScratchUse.Wide, shape.H * shape.W * shape.C);
            MluElements.ToSingle(memory.Nram.AsSpan((int)operation[1]), type, input);
            var output = scratch.Large<float>(MluScratchUse.Result, shape.Ho * shape.Wo * shape.C);
            Windows<float>(operation.Opcode, shape, input, output);
            MluElements.FromSingle(output, type, memory.Nram.AsSpan((int)operation[0]));
        }
        else
        {
            var input = scratch.Large<int>(MluScratchUse.Wide, shape.H * shape.W * shape.C);
            MluElements.ToInt32(memory.Nram.AsSpan((int)operation[1]), type, input);
            var output = scratch.Large<int>(MluScratchUse.Result, shape.Ho * shape.Wo * shape.C);
            Windows<int>(operation.Opcode, shape, input, output);
            MluElements.FromInt32(output, type, memory.Nram.AsSpan((int)operation[0]));
        }
    }

    private static void Windows<T>(MluOpcode opcode, MluPoolShape shape, ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var (channels, row) = ((int)shape.C, (int)(shape.W * shape.C));
        var (kh, kw) = ((int)shape.Kh, (int)shape.Kw);
        var at = 0;
        for (var y = 0; y < shape.Ho; y++)
        {
            for (var x = 0; x < shape.Wo; x++, at += channels)
            {
                var window = input[(int)((y * shape.Sy * row) + (x * shape.Sx * channels))..];
                var result = output.Slice(at, channels);
                if (opcode is MluOpcode.MaxPoolIndex or MluOpcode.MinPoolIndex)
                {
                    Positions(opcode == MluOpcode.MaxPoolIndex, window, row, kh, kw, result);
                }
                else
                {
                    Fold(opcode, window, row, kh, kw, result);
                }
            }
        }
    }

    private static void Fold<T>(MluOpcode opcode, ReadOnlySpan<T> window, int row, int kh, int kw, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        window[..result.Length].CopyTo(result);
        for (var tap = 1; tap < kh * kw; tap++)
        {
            var pixel = window.Slice((tap / kw * row) + (tap % kw * result.Length), result.Length);
            switch (opcode)
            {
                case MluOpcode.MaxPool: TensorPrimitives.Max<T>(result, pixel, result); break;
                case MluOpcode.MinPool: TensorPrimitives.Min<T>(result, pixel, result); break;
                default: TensorPrimitives.Add<T>(result, pixel, result); break;
            }
        }

        if (opcode == MluOpcode.AvgPool)
        {
            TensorPrimitives.Divide(result, T.CreateChecked(kh * kw), result);
        }
    }

    /// <summary>Window position of the first largest or smallest; a NaN counts as both.</summary>
    private static void Positions<T>(bool largest, ReadOnlySpan<T> window, int row, int kh, int kw, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        for (var channel = 0; channel < result.Length; channel++)
        {
            var (best, position) = (window[channel], 0);
            for (var tap = 1; tap < kh * kw && !T.IsNaN(best); tap++)
            {
                var value = window[(tap / kw * row) + (tap % kw * result.Length) + channel];
                if (T.IsNaN(value) || (largest ? value > best : value < best))
                {
                    (best, position) = (value, tap);
                }
            }

            result[channel] = T.CreateTruncating(position);
        }
    }

    private static void Unpool(in MluOperation operation, MluDataType type, MluPoolShape shape, byte[] nram, MluScratch scratch)
    {
        var bits = MluElements.BitType(type);
        var small = shape.Ho * shape.Wo * shape.C;
        var to = MluElements.At(nram, operation[0], type, shape.H * shape.W * shape.C);
        var source = scratch.Stable(MluElements.At(nram, operation[1], type, small), to, MluScratchUse.SourceA, sameStep: false);
        var index = scratch.Stable(MluElements.At(nram, operation[2], type, small), to, MluScratchUse.SourceB, sameStep: false);
        to.Clear();
        for (var i = 0; i < small; i++)
        {
            var pixel = i / shape.C;
            var raw = MluElements.ReadInteger(index, bits, i);
            var position = type.IsFloat() ? MluScalarFloat.ToDouble(raw, type) : raw;
            if (!(position >= 0 && position < shape.Kh * shape.Kw))
            {
                throw new MluDataException($"index {i} is {position}, outside a window of {shape.Kh} x {shape.Kw}");
            }

            var y = (pixel / shape.Wo * shape.Sy) + ((long)position / shape.Kw);
            var x = (pixel % shape.Wo * shape.Sx) + ((long)position % shape.Kw);
            MluElements.WriteInteger(to, bits, (int)((((y * shape.W) + x) * shape.C) + (i % shape.C)), MluElements.ReadInteger(source, bits, i));
        }
    }
}
