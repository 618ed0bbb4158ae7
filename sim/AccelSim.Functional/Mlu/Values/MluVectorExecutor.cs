using System.Runtime.InteropServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Executes elementwise vector operations in NRAM, chunk by chunk.</summary>
internal sealed class MluVectorExecutor(MluScratch scratch)
{
    private readonly MluFunctionTables _tables = new();

    public void Execute(in MluOperation operation, MluCoreMemory memory)
    {
        var opcode = operation.Opcode;
        var type = operation.Instruction.Type0;
        switch (opcode)
        {
            case MluOpcode.VFma or MluOpcode.VFms or MluOpcode.VCycleFma: MluFusedExecutor.Execute(operation, memory, scratch); return;
            case MluOpcode.VLut: LookUp(operation, memory); return;
            case MluOpcode.VSelect: Select(operation, memory); return;
        }

        var bitwise = opcode == MluOpcode.VBitNot;
        if (MluVectorKinds.Of(opcode) is var (kind, form))
        {
            bitwise = MluVectorKinds.IsBitwise(kind);
            if (type.IsFloat() && !bitwise)
            {
                Binary<float, MluFloatPath>(kind, form, operation, type, memory.Nram);
            }
            else
            {
                Binary<int, MluIntegerPath>(kind, form, operation, MluElements.BitType(type), memory.Nram);
            }
        }
        else if (type.IsFloat() && !bitwise)
        {
            if (MluFunctions.IsFunction(opcode) && type != MluDataType.F32)
            {
                Table(operation, memory.Nram);
            }
            else
            {
                Unary<float, MluFloatPath>(operation, type, memory.Nram);
            }
        }
        else
        {
            Unary<int, MluIntegerPath>(operation, MluElements.BitType(type), memory.Nram);
        }
    }

    private void Binary<T, TPath>(MluVectorKind kind, MluVectorForm form, in MluOperation operation, MluDataType type, byte[] nram)
        where T : unmanaged
        where TPath : struct, IMluElementPath<T>
    {
        var isReluN = operation.Opcode == MluOpcode.VReluN;
        var count = (int)operation[isReluN ? 2 : 3];
        if (count <= 0)
        {
            return;
        }

        var to = MluElements.At(nram, operation[0], type, count);
        var a = scratch.Stable(MluElements.At(nram, operation[1], type, count), to, MluScratchUse.SourceA);
        var second = default(ReadOnlySpan<byte>);
        var segment = default(Span<T>);
        var chunkA = scratch.Chunk<T>(0, MluScratch.ChunkElements);
        var chunkB = scratch.Chunk<T>(1, MluScratch.ChunkElements);
        switch (form)
        {
            case MluVectorForm.TwoVectors: second = scratch.Stable(MluElements.At(nram, operation[2], type, count), to, MluScratchUse.SourceB); break;
            case MluVectorForm.Scalar: chunkB.Fill(TPath.Register(operation[isReluN ? 3 : 2], type)); break;
            default:
                segment = scratch.Large<T>(MluScratchUse.SourceB, operation[4]);
                TPath.Load(MluElements.At(nram, operation[2], type, operation[4]), type, segment);
                break;
        }

        var size = type.Bits() / 8;
        var result = scratch.Chunk<T>(2, MluScratch.ChunkElements);
        for (var at = 0; at < count; at += MluScratch.ChunkElements)
        {
            var length = Math.Min(MluScratch.ChunkElements, count - at);
            TPath.Load(a.Slice(at * size, length * size), type, chunkA[..length]);
            if (form == MluVectorForm.TwoVectors)
            {
                TPath.Load(second.Slice(at * size, length * size), type, chunkB[..length]);
            }
            else if (form == MluVectorForm.Cycle)
            {
                Cycle<T>(segment, at, chunkB[..length]);
            }

            TPath.Binary(kind, chunkA[..length], chunkB[..length], type, result[..length]);
            TPath.Store(result[..length], type, to.Slice(at * size, length * size));
        }
    }

    /// <summary>Fills <paramref name="destination"/> with the segment repeated, as if the repetition had begun <paramref name="start"/> elements earlier.</summary>
    public static void Cycle<T>(ReadOnlySpan<T> segment, int start, Span<T> destination)
    {
        for (var from = start % segment.Length; destination.Length > 0; from = 0)
        {
            var run = segment.Slice(from, Math.Min(segment.Length - from, destination.Length));
            run.CopyTo(destination);
            destination = destination[run.Length..];
        }
    }

    private void Unary<T, TPath>(in MluOperation operation, MluDataType type, byte[] nram)
        where T : unmanaged
        where TPath : struct, IMluElementPath<T>
    {
        var count = (int)operation[2];
        if (count <= 0)
        {
            return;
        }

        var to = MluElements.At(nram, operation[0], type, count);
        var a = scratch.Stable(MluElements.At(nram, operation[1], type, count), to, MluScratchUse.SourceA);
        var size = type.Bits() / 8;
        for (var at = 0; at < count; at += MluScratch.ChunkElements)
        {
            var length = Math.Min(MluScratch.ChunkElements, count - at);
            var chunk = scratch.Chunk<T>(0, length);
            var result = scratch.Chunk<T>(2, length);
            TPath.Load(a.Slice(at * size, length * size), type, chunk);
            TPath.Unary(operation.Opcode, chunk, type, result);
            TPath.Store(result, type, to.Slice(at * size, length * size));
        }
    }

    private void Table(in MluOperation operation, byte[] nram)
    {
        var type = operation.Instruction.Type0;
        var count = (int)operation[2];
        if (count <= 0)
        {
            return;
        }

        var table = _tables.Get(operation.Opcode, type);
        var to = MluElements.At(nram, operation[0], type, count);
        var from = MemoryMarshal.Cast<byte, ushort>(scratch.Stable(MluElements.At(nram, operation[1], type, count), to, MluScratchUse.SourceA));
        var bits = MemoryMarshal.Cast<byte, ushort>(to);
        for (var i = 0; i < from.Length; i++)
        {
            bits[i] = table[from[i]];
        }
    }

    private void Select(in MluOperation operation, MluCoreMemory memory)
    {
        var type = operation.Instruction.Type0;
        if (type.IsFloat())
        {
            Select<float, MluFloatPath>(operation, type, memory.Nram);
        }
        else
        {
            Select<int, MluIntegerPath>(operation, type, memory.Nram);
        }
    }

    private void Select<T, TPath>(in MluOperation operation, MluDataType type, byte[] nram)
        where T : unmanaged
        where TPath : struct, IMluElementPath<T>
    {
        var count = (int)operation[4];
        if (count <= 0)
        {
            return;
        }

        var to = MluElements.At(nram, operation[0], type, count);
        var a = scratch.Stable(MluElements.At(nram, operation[1], type, count), to, MluScratchUse.SourceA);
        var b = scratch.Stable(MluElements.At(nram, operation[2], type, count), to, MluScratchUse.SourceB);
        var mask = scratch.Stable(MluElements.At(nram, operation[3], type, count), to, MluScratchUse.SourceC);
        var size = type.Bits() / 8;
        for (var at = 0; at < count; at += MluScratch.ChunkElements)
        {
            var length = Math.Min(MluScratch.ChunkElements, count - at);
            var range = new Range(at * size, (at + length) * size);
            TPath.Load(a[range], type, scratch.Chunk<T>(0, length));
            TPath.Load(b[range], type, scratch.Chunk<T>(1, length));
            TPath.Load(mask[range], type, scratch.Chunk<T>(2, length));
            var result = scratch.Chunk<T>(3, length);
            TPath.Select(scratch.Chunk<T>(0, length), scratch.Chunk<T>(1, length), scratch.Chunk<T>(2, length), result);
            TPath.Store(result, type, to[range]);
        }
    }

    private void LookUp(in MluOperation operation, MluCoreMemory memory)
    {
        var type = operation.Instruction.Type0;
        var bits = MluElements.BitType(type);
        var (count, entries) = ((int)operation[3], (int)operation[4]);
        if (count <= 0)
        {
            return;
        }

        var to = MluElements.At(memory.Nram, operation[0], type, count);
        var index = scratch.Stable(MluElements.At(memory.Nram, operation[1], MluDataType.I32, count), to, MluScratchUse.SourceA, sameStep: type.Bits() == 32);
        var table = scratch.Stable(MluElements.At(memory.Nram, operation[2], type, entries), to, MluScratchUse.SourceB, sameStep: false);
        for (var i = 0; i < count; i++)
        {
            var entry = (int)Math.Clamp(MluElements.ReadInteger(index, MluDataType.I32, i), 0, entries - 1);
            MluElements.WriteInteger(to, bits, i, MluElements.ReadInteger(table, bits, entry));
        }
    }
}
