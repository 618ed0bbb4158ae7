using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Executes convolutions and matrix products. Floating inputs accumulate in single precision; integer inputs are exact and saturate to 32 bits at
/// the end. The scale 2^pos is exact, a partial sum or bias is added after it, and the result is rounded to the type of the destination.
/// </summary>
/// <param name="scratch">Working memory.</param>
/// <param name="rounding">Rounding of the result to 16-bit floats. [mlu-ops core/context.cpp: "half off zero" before arch 372, "half to even" from it on]</param>
/// <param name="threads">Most host threads for one product.</param>
internal sealed class MluTensorExecutor(MluScratch scratch, RoundingMode rounding, int threads)
{
    private readonly MluWeightPanels _panels = new(scratch);
    private long[] _taps = new long[64];

    public void Execute(in MluOperation operation, MluCoreMemory memory)
    {
        var isConvolution = operation.Opcode is MluOpcode.Conv or MluOpcode.ConvPartial;
        MluGemmShape shape;
        ReadOnlySpan<long> offsets;
        if (isConvolution)
        {
            shape = Convolution(MluConvShape.Of(operation), out offsets);
        }
        else
        {
            var product = MluMatmulShape.Of(operation);
            shape = new MluGemmShape(checked((int)product.M), checked((int)product.N), 1, checked((int)product.K));
            offsets = Offsets(shape.Rows, shape.Rows, 0, product.K);
            _taps[0] = 0;
        }

        if (shape.Rows <= 0 || shape.Columns <= 0 || shape.Run <= 0)
        {
            return;
        }

        var (left, right) = (operation.Instruction.Type1, operation.Instruction.Type2);
        var integers = !left.IsFloat() && !right.IsFloat();
        if (integers && !IsExactInSingle(left, right, (long)shape.Taps * shape.Run))
        {
            var sums = Multiply<double>(operation, memory, shape, offsets);
            Finish(new Tail(operation, memory, shape), sums);
        }
        else
        {
            var sums = Multiply<float>(operation, memory, shape, offsets);
            if (integers)
            {
                var wide = scratch.Large<double>(MluScratchUse.Wide, sums.Length);
                TensorPrimitives.ConvertTruncating<float, double>(sums, wide);
                Finish(new Tail(operation, memory, shape), wide);
            }
            else
            {
                Finish(new Tail(operation, memory, shape), sums);
            }
        }
    }

    private MluGemmShape Convolution(MluConvShape shape, out ReadOnlySpan<long> offsets)
    {
        if (shape.Kh < 1 || shape.Kw < 1 || shape.Sx < 1 || shape.Sy < 1)
        {
            throw new MluDataException($"a window of {shape.Kh} x {shape.Kw} with strides {shape.Sy}, {shape.Sx} is not possible");
        }

        // without dilation the taps of one kernel row are neighbours in memory
        var joined = shape.Dx == 1;
        var taps = checked((int)(joined ? shape.Kh : shape.Kh * shape.Kw));
        if (_taps.Length < taps)
        {
            _taps = new long[taps];
        }

        for (var tap = 0; tap < taps; tap++)
        {
            var (y, x) = joined ? (tap, 0) : (tap / shape.Kw, tap % shape.Kw);
            _taps[tap] = ((y * shape.Dy * shape.W) + (x * shape.Dx)) * shape.Ci;
        }

        var rows = checked((int)(shape.Ho * shape.Wo));
        offsets = Offsets(rows, (int)shape.Wo, shape.Sy * shape.W * shape.Ci, shape.Sx * shape.Ci);
        return new MluGemmShape(rows, checked((int)shape.Co), taps, checked((int)(joined ? shape.Kw * shape.Ci : shape.Ci)));
    }

    private Span<long> Offsets(int rows, int columns, long rowStep, long columnStep)
    {
        var offsets = scratch.Large<long>(MluScratchUse.SourceC, rows);
        for (int row = 0, x = 0, y = 0; row < rows; row++)
        {
            offsets[row] = (y * rowStep) + (x * columnStep);
            if (++x == columns)
            {
                (x, y) = (0, y + 1);
            }
        }

        return offsets;
    }

    private Span<T> Multiply<T>(in MluOperation operation, MluCoreMemory memory, MluGemmShape shape, ReadOnlySpan<long> offsets)
        where T : unmanaged
    {
        var (left, right) = (operation.Instruction.Type1, operation.Instruction.Type2);
        var isConvolution = operation.Opcode is MluOpcode.Conv or MluOpcode.ConvPartial;
        var isMlp = operation.Opcode == MluOpcode.Mlp;
        var reduction = shape.Taps * shape.Run;
        var key = new MluWeightKey(isConvolution || isMlp ? MluWeightOrder.Lanes : MluWeightOrder.Rows, reduction, shape.Columns, right, typeof(T) == typeof(double));
        var elements = key.Order == MluWeightOrder.Lanes ? MluFootprint.LaneKernelElements(shape.Columns, reduction) : (long)reduction * shape.Columns;
        var panels = _panels.Get<T>(key, MluElements.At(memory.Wram, operation[isMlp ? 3 : 2], right, elements));

        long inputs;
        if (isConvolution)
        {
            var conv = MluConvShape.Of(operation);
            inputs = conv.H * conv.W * conv.Ci;
        }
        else
        {
            inputs = (long)shape.Rows * shape.Run;
        }

        var input = Input<T>(MluElements.At(memory.Nram, operation[1], left, inputs), left, inputs);
        var sums = scratch.Large<T>(MluScratchUse.Result, (long)shape.Rows * shape.Columns);
        MluGemm.Multiply(shape, input, offsets, _taps.AsSpan(0, shape.Taps), panels, sums, threads);
        return sums;
    }

    private ReadOnlySpan<T> Input<T>(ReadOnlySpan<byte> bytes, MluDataType type, long count)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float) && type == MluDataType.F32)
        {
            return MemoryMarshal.Cast<byte, T>(bytes);
        }

        var single = scratch.Large<float>(MluScratchUse.SourceA, count);
        MluElements.ToSingle(bytes, type, single);
        if (typeof(T) == typeof(float))
        {
            return MemoryMarshal.Cast<float, T>(single);
        }

        var wide = scratch.Large<double>(MluScratchUse.Wide, count);
        TensorPrimitives.ConvertTruncating<float, double>(single, wide);
        return MemoryMarshal.Cast<double, T>(wide);
    }

    /// <summary>Whether sums of that many products stay within the 24 bits in which single precision is exact.</summary>
    private static bool IsExactInSingle(MluDataType left, MluDataType right, long reduction) => reduction << (left.Bits() + right.Bits() - 2) <= 1 << 24;

    private void Finish(Tail tail, Span<float> sums)
    {
        if (tail.Scale != 0)
        {
            TensorPrimitives.Multiply(sums, (float)Math.ScaleB(1, tail.Scale), sums);
        }

        var destination = tail.Destination;
        if (tail.HasAddend)
        {
            var addend = tail.Addend;
            var size = tail.Type.Bits() / 8;
            for (var at = 0; at < sums.Length; at += MluScratch.ChunkElements)
            {
                var part = sums.Slice(at, Math.Min(MluScratch.ChunkElements, sums.Length - at));
                var chunk = scratch.Chunk<float>(0, part.Length);
                MluElements.ToSingle(addend.Slice(at * size, part.Length * size), tail.Type, chunk);
                TensorPrimitives.Add(part, chunk, part);
            }
        }

        if (rounding == RoundingMode.NearestEven || tail.Type is not (MluDataType.F16 or MluDataType.BF16))
        {
            MluElements.FromSingle(sums, tail.Type, destination);
            return;
        }

        var bits = MemoryMarshal.Cast<byte, ushort>(destination);
        for (var i = 0; i < sums.Length; i++)
        {
            bits[i] = tail.Type == MluDataType.F16
                ? BitConverter.HalfToUInt16Bits(Rounding.ToHalf(sums[i], rounding))
                : BFloat16.FromSingle(sums[i], rounding).Bits;
        }
    }

    private void Finish(Tail tail, ReadOnlySpan<double> sums)
    {
        var type = tail.Type;
        var bits = MluElements.BitType(type);
        var destination = tail.Destination;
        var addend = tail.Addend;
        var scale = Math.ScaleB(1, tail.Scale);
        for (var i = 0; i < sums.Length; i++)
        {
            var value = Math.Clamp(sums[i], int.MinValue, int.MaxValue) * scale;
            if (tail.HasAddend)
            {
                var raw = MluElements.ReadInteger(addend, bits, i);
                value += type.IsFloat() ? MluScalarFloat.ToDouble(raw, type) : raw;
            }

            var result = type.IsFloat()
                ? MluConvertExecutor.ToFloat(value, type, type == MluDataType.F32 ? RoundingMode.NearestEven : rounding)
                : MluElements.Saturate(Math.Round(value, MidpointRounding.ToEven), type);
            MluElements.WriteInteger(destination, bits, i, result);
        }
    }

    /// <summary>What happens to the sums: scale, what is added, where they go.</summary>
    private readonly ref struct Tail
    {
        public Tail(in MluOperation operation, MluCoreMemory memory, MluGemmShape shape)
        {
            var count = (long)shape.Rows * shape.Columns;
            Type = operation.Instruction.Type0;
            Destination = MluElements.At(memory.Nram, operation[0], Type, count);
            var (position, addend) = operation.Opcode switch
            {
                MluOpcode.Conv => (13, -1),
                MluOpcode.ConvPartial => (14, 3),
                MluOpcode.Matmul => (6, -1),
                MluOpcode.MatmulPartial => (7, 3),
                _ => (6, 2),
            };
            Scale = (int)Math.Clamp(operation[position], -2000, 2000);
            HasAddend = addend >= 0;
            Addend = HasAddend ? MluElements.At(memory.Nram, operation[addend], Type, count) : default;
        }

        public MluDataType Type { get; }

        public Span<byte> Destination { get; }

        public ReadOnlySpan<byte> Addend { get; }

        public bool HasAddend { get; }

        public int Scale { get; }
    }
}
