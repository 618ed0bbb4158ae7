using System.Globalization;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

/// <summary>One core with small memories and a data unit, run step by step.</summary>
internal sealed class TestCore
{
    private readonly MluDataUnit _unit;

    public TestCore(MluDataUnitOptions? options = null, int nram = 1 << 16, int wram = 1 << 16)
    {
        _unit = new MluDataUnit(options);
        Memory = new MluCoreMemory(new byte[nram], new byte[wram], new byte[4096], [new byte[1 << 16], new byte[1 << 16]], 0, new byte[1 << 16]);
        Sizes = new MluMemorySizes(nram, wram, 1 << 16, 4096, 1 << 16);
    }

    public MluCoreMemory Memory { get; }

    public MluMemorySizes Sizes { get; }

    public MluCoreState State { get; } = new();

    public void Run(string body) => Run(MluAssembler.Assemble(".kernel k, block\n" + body).Kernels[0]);

    public void Run(MluKernel kernel)
    {
        var program = new MluProgram(kernel);
        State.Start(new MluTask(0, 0, 0, 1, 1, 1, 0, 2, 0, 4), ReadOnlyMemory<long>.Empty, Sizes, Memory);
        var operation = default(MluOperation);
        for (var step = MluStep.Done; step != MluStep.Halt;)
        {
            step = MluInterpreter.Step(program, State, ref operation);
            if (step == MluStep.Queued)
            {
                _unit.Execute(operation, State);
            }
        }
    }

    public void Put(MluSpace space, long address, MluDataType type, IReadOnlyList<double> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Element.Write(Memory.Of(space), (int)address, type, i, values[i]);
        }
    }

    public double[] Get(MluSpace space, long address, MluDataType type, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Element.Read(Memory.Of(space), (int)address, type, i))];
}

/// <summary>Elements of memory as doubles, written for the tests on their own.</summary>
internal static class Element
{
    public static double Read(byte[] memory, int address, MluDataType type, int index)
    {
        var at = address + (index * type.Bits() / 8);
        return type switch
        {
            MluDataType.F32 => BitConverter.ToSingle(memory, at),
            MluDataType.F16 => (double)BitConverter.ToHalf(memory, at),
            MluDataType.BF16 => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(memory, at) << 16),
            MluDataType.I4 => (((memory[at] >> (index % 2 * 4)) & 15) ^ 8) - 8,
            MluDataType.I8 => (sbyte)memory[at],
            MluDataType.U8 => memory[at],
            MluDataType.I16 => BitConverter.ToInt16(memory, at),
            MluDataType.U16 => BitConverter.ToUInt16(memory, at),
            MluDataType.I32 => BitConverter.ToInt32(memory, at),
            MluDataType.U32 => BitConverter.ToUInt32(memory, at),
            _ => BitConverter.ToInt64(memory, at),
        };
    }

    public static void Write(byte[] memory, int address, MluDataType type, int index, double value)
    {
        var at = address + (index * type.Bits() / 8);
        switch (type)
        {
            case MluDataType.F32: BitConverter.TryWriteBytes(memory.AsSpan(at), (float)value); break;
            case MluDataType.F16: BitConverter.TryWriteBytes(memory.AsSpan(at), (Half)value); break;
            case MluDataType.BF16: BitConverter.TryWriteBytes(memory.AsSpan(at), ((AccelSim.Tensors.BFloat16)(float)value).Bits); break;
            case MluDataType.I4:
                var shift = index % 2 * 4;
                memory[at] = (byte)((memory[at] & ~(15 << shift)) | (((int)value & 15) << shift));
                break;
            case MluDataType.I8 or MluDataType.U8: memory[at] = (byte)(long)value; break;
            case MluDataType.I16 or MluDataType.U16: BitConverter.TryWriteBytes(memory.AsSpan(at), (short)(long)value); break;
            case MluDataType.I32 or MluDataType.U32: BitConverter.TryWriteBytes(memory.AsSpan(at), (int)(long)value); break;
            default: BitConverter.TryWriteBytes(memory.AsSpan(at), (long)value); break;
        }
    }

    public static double Parse(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ when text.StartsWith("0x", StringComparison.Ordinal) => long.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
