using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Executes read-modify-write operations on device memory, element by element in order. Integer additions wrap; floating-point ones are rounded to
/// the type once; bitwise operations work on the bits of any type.
/// </summary>
internal static class MluAtomicExecutor
{
    public static void Execute(in MluOperation operation, MluCoreMemory memory)
    {
        var opcode = operation.Opcode;
        var type = operation.Instruction.Type0;
        var bits = type == MluDataType.I64 ? MluDataType.I64 : MluElements.BitType(type);
        var reduce = opcode >= MluOpcode.AtomicReduceAdd;
        var swap = opcode == MluOpcode.AtomicCompareSwap;
        var count = operation[reduce ? 2 : swap ? 4 : 3];
        if (count <= 0)
        {
            return;
        }

        var target = MluElements.At(memory.Gdram, operation[reduce ? 0 : 1], type, count);
        var source = MluElements.At(memory.Nram, operation[reduce ? 1 : 2], type, count);
        var compare = swap ? MluElements.At(memory.Nram, operation[3], type, count) : default;
        var old = reduce ? default : MluElements.At(memory.Nram, operation[0], type, count);
        for (var i = 0; i < count; i++)
        {
            var before = MluElements.ReadInteger(target, bits, i);
            var operand = MluElements.ReadInteger(source, bits, i);
            var after = swap
                ? before == MluElements.ReadInteger(compare, bits, i) ? operand : before
                : Combine(opcode, type, before, operand);
            MluElements.WriteInteger(target, bits, i, after);
            if (!reduce)
            {
                MluElements.WriteInteger(old, bits, i, before);
            }
        }
    }

    private static long Combine(MluOpcode opcode, MluDataType type, long memory, long source)
    {
        switch (opcode)
        {
            case MluOpcode.AtomicAnd: return memory & source;
            case MluOpcode.AtomicOr: return memory | source;
            case MluOpcode.AtomicXor: return memory ^ source;
            case MluOpcode.AtomicExchange: return source;
        }

        return type.IsFloat()
            ? MluScalarFloat.FromDouble(Float(opcode, MluScalarFloat.ToDouble(memory, type), MluScalarFloat.ToDouble(source, type)), type)
            : Integer(opcode, memory, source);
    }

    private static double Float(MluOpcode opcode, double memory, double source) => opcode switch
    {
        MluOpcode.AtomicAdd or MluOpcode.AtomicReduceAdd => memory + source,
        MluOpcode.AtomicMax or MluOpcode.AtomicReduceMax => Math.Max(memory, source),
        MluOpcode.AtomicMin or MluOpcode.AtomicReduceMin => Math.Min(memory, source),
        MluOpcode.AtomicIncrement => memory >= source ? 0 : memory + 1,
        _ => memory == 0 || memory > source ? source : memory - 1,
    };

    private static long Integer(MluOpcode opcode, long memory, long source) => opcode switch
    {
        MluOpcode.AtomicAdd or MluOpcode.AtomicReduceAdd => memory + source,
        MluOpcode.AtomicMax or MluOpcode.AtomicReduceMax => Math.Max(memory, source),
        MluOpcode.AtomicMin or MluOpcode.AtomicReduceMin => Math.Min(memory, source),
        MluOpcode.AtomicIncrement => memory >= source ? 0 : memory + 1,
        _ => memory == 0 || memory > source ? source : memory - 1,
    };
}
