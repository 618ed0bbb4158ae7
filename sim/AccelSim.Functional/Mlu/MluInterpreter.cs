using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>What <see cref="MluInterpreter.Step"/> met.</summary>
public enum MluStep : byte
{
    /// <summary>A scalar or control instruction was executed.</summary>
    Done,

    /// <summary>A queued instruction: the operation holds its operands; nothing was executed yet.</summary>
    Queued,

    /// <summary>Wait for queues (<see cref="MluInstruction.SyncMask"/>).</summary>
    Sync,

    /// <summary>Wait for other cores (<see cref="MluInstruction.BarrierScope"/>).</summary>
    Barrier,

    /// <summary>Take a semaphore; its number is operand slot 0 of the operation.</summary>
    SemaphoreP,

    /// <summary>Release a semaphore; its number is operand slot 0 of the operation.</summary>
    SemaphoreV,

    /// <summary>End of the task.</summary>
    Halt,
}

/// <summary>
/// What one instruction means for a core, without time. Scalar and control instructions are executed at once; for the others the operands are
/// read, checked and handed back. The timing model and the functional executor both run programs through this.
/// </summary>
public static class MluInterpreter
{
    /// <summary>Executes or resolves the instruction at <see cref="MluCoreState.Pc"/> and advances it.</summary>
    /// <param name="program">Kernel.</param>
    /// <param name="state">Core.</param>
    /// <param name="operation">Receives the operation of a queued or semaphore instruction.</param>
    /// <exception cref="MluExecutionException">Program counter outside the kernel, or an illegal or misaligned address.</exception>
    public static MluStep Step(MluProgram program, MluCoreState state, ref MluOperation operation)
    {
        var pc = state.Pc;
        var instructions = program.Instructions;
        if ((uint)pc >= (uint)instructions.Length)
        {
            throw Fail(program, state, pc, "execution ran past the end of the kernel");
        }

        ref readonly var instruction = ref instructions[pc];
        state.Pc = pc + 1;
        if (program.Info[pc].IsQueued)
        {
            Resolve(program, state, pc, instruction, ref operation);
            return MluStep.Queued;
        }

        switch (instruction.Opcode)
        {
            case MluOpcode.Halt: return MluStep.Halt;
            case MluOpcode.Sync: Read(state, pc, instruction, 0, ref operation); return MluStep.Sync;
            case MluOpcode.Barrier: Read(state, pc, instruction, 0, ref operation); return MluStep.Barrier;
            case MluOpcode.SemaphoreP or MluOpcode.SemaphoreV:
                Read(state, pc, instruction, 1, ref operation);
                operation.Values[0] = SecondOperand(state.Gpr, instruction, 0);
                return instruction.Opcode == MluOpcode.SemaphoreP ? MluStep.SemaphoreP : MluStep.SemaphoreV;
            case MluOpcode.ScalarLoad or MluOpcode.ScalarStore: Access(program, state, pc, instruction); return MluStep.Done;
            default:
                if (!MluScalarUnit.Execute(instruction, state))
                {
                    throw Fail(program, state, pc, $"'{MluInstructionSet.Get(instruction.Opcode).Mnemonic}' has no executor");
                }

                state.Gpr[0] = 0;
                return MluStep.Done;
        }
    }

    /// <summary>Byte address that a scalar load or store at the state's registers would touch.</summary>
    public static long ScalarAddress(in MluInstruction instruction, MluCoreState state) => state.Gpr[instruction.Registers[1]] + instruction.Immediate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long SecondOperand(ReadOnlySpan<long> gpr, in MluInstruction instruction, int slot) =>
        instruction.Flag ? instruction.Immediate : gpr[instruction.Registers[slot]];

    private static void Read(MluCoreState state, int pc, in MluInstruction instruction, int slots, ref MluOperation operation)
    {
        operation.Instruction = instruction;
        operation.Pc = pc;
        var gpr = state.Gpr;
        for (var slot = 0; slot < slots; slot++)
        {
            operation.Values[slot] = gpr[instruction.Registers[slot]];
        }
    }

    private static void Resolve(MluProgram program, MluCoreState state, int pc, in MluInstruction instruction, ref MluOperation operation)
    {
        Read(state, pc, instruction, MluInstructionSet.Get(instruction.Opcode).RegisterCount, ref operation);
        try
        {
            CheckOperands(program, state, pc, operation);
        }
        catch (OverflowException)
        {
            throw Fail(program, state, pc, "the operand sizes multiply to more than 64 bits can hold");
        }
    }

    private static void CheckOperands(MluProgram program, MluCoreState state, int pc, in MluOperation operation)
    {
        if (MluOperationCheck.Problem(operation, state.Task) is { } operandProblem)
        {
            throw Fail(program, state, pc, operandProblem);
        }

        var regions = MluFootprint.Of(operation);
        for (var i = 0; i < regions.Count; i++)
        {
            var region = regions[i];
            if (MluOperationCheck.Problem(region.Pattern) is { } sizeProblem)
            {
                throw Fail(program, state, pc, sizeProblem);
            }

            var (from, to) = region.Pattern.Bounds;
            var size = state.Sizes.Of(region.Pattern.Space);
            if (from < 0 || to > size)
            {
                throw Fail(program, state, pc, $"{(region.IsWrite ? "write" : "read")} of {region.Pattern.Space} bytes {from} to {to} is outside its {size} bytes");
            }
        }

        if (operation.Opcode is MluOpcode.Memcpy3D)
        {
            var copy = MluCopyShape.Of(operation);
            if (copy.Source.Segments != copy.Destination.Segments)
            {
                throw Fail(program, state, pc, $"source has {copy.Source.Segments} segments, destination {copy.Destination.Segments}");
            }
        }
    }

    private static void Access(MluProgram program, MluCoreState state, int pc, in MluInstruction instruction)
    {
        var address = ScalarAddress(instruction, state);
        var bytes = instruction.Type0.Bits() / 8;
        var size = state.Sizes.Of(instruction.Space);
        if (address < 0 || address > size - bytes)
        {
            throw Fail(program, state, pc, $"scalar access to {instruction.Space} byte {address} is outside its {size} bytes");
        }

        if (address % bytes != 0)
        {
            throw Fail(program, state, pc, $"scalar access to {instruction.Space} byte {address} is misaligned: {instruction.Type0.Suffix()} needs a multiple of {bytes}");
        }

        var memory = state.Memory?.Of(instruction.Space);
        if (instruction.Opcode == MluOpcode.ScalarStore)
        {
            if (memory is not null)
            {
                Span<byte> word = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(word, state.Gpr[instruction.Registers[0]]);
                word[..bytes].CopyTo(memory.AsSpan((int)address));
            }
        }
        else
        {
            state.Gpr[instruction.Registers[0]] = memory is null ? 0 : Extend(memory.AsSpan((int)address, bytes), instruction.Type0);
            state.Gpr[0] = 0;
        }
    }

    private static long Extend(ReadOnlySpan<byte> bytes, MluDataType type) => type switch
    {
        MluDataType.I8 => (sbyte)bytes[0],
        MluDataType.U8 => bytes[0],
        MluDataType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        MluDataType.F16 or MluDataType.BF16 or MluDataType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        MluDataType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        MluDataType.F32 or MluDataType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    private static MluExecutionException Fail(MluProgram program, MluCoreState state, int pc, string problem) =>
        new(program.Describe(pc), state.Task.ToString(), problem);
}
