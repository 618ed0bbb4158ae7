using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Executes resolved operations for their values: copies, vectors, tensors and the rest, on the memories of whichever core is passed in. Holds working
/// memory and caches but no architectural state; one instance serves any number of cores, one operation at a time.
/// </summary>
public sealed class MluDataUnit
{
    private readonly MluScratch _scratch = new();
    private readonly MluVectorExecutor _vector;
    private readonly MluTensorExecutor _tensor;

    /// <summary>Creates a unit.</summary>
    public MluDataUnit(MluDataUnitOptions? options = null)
    {
        options ??= new MluDataUnitOptions();
        _vector = new MluVectorExecutor(_scratch);
        _tensor = new MluTensorExecutor(_scratch, options.TensorRounding, Math.Max(1, options.Threads));
    }

    /// <summary>Executes an operation on a core and writes its result register, if it has one.</summary>
    /// <exception cref="MluDataException">The operation's data ask for something impossible.</exception>
    public void Execute(in MluOperation operation, MluCoreState core)
    {
        var memory = core.Memory ?? throw new InvalidOperationException("the core has no memory contents to compute on");
        var result = Execute(operation, memory);
        var register = operation.Instruction.Registers[0];
        if (WritesRegister(operation.Opcode) && register != 0)
        {
            core.Gpr[register] = result;
        }
    }

    /// <summary>Executes an operation whose operands have been checked (<see cref="MluInterpreter"/> does); returns the value of its result register, or 0.</summary>
    /// <exception cref="MluDataException">The operation's data ask for something impossible.</exception>
    public long Execute(in MluOperation operation, MluCoreMemory memory)
    {
        switch (MluInstructionSet.Get(operation.Opcode).Timing)
        {
            case MluTiming.Copy: MluCopyExecutor.Copy(operation, memory); return 0;
            case MluTiming.Fill: MluCopyExecutor.Fill(operation, memory); return 0;
            case MluTiming.GatherScatter: MluGatherExecutor.Execute(operation, memory); return 0;
            case MluTiming.Atomic: MluAtomicExecutor.Execute(operation, memory); return 0;
            case MluTiming.Convolution or MluTiming.MatrixProduct: _tensor.Execute(operation, memory); return 0;
            case MluTiming.Pooling: MluPoolExecutor.Execute(operation, memory, _scratch); return 0;
            case MluTiming.Layout: MluLayoutExecutor.Execute(operation, memory, _scratch); return 0;
            case MluTiming.Conversion: MluConvertExecutor.Execute(operation, memory, _scratch); return 0;
            case MluTiming.VectorReduce: return MluReduceExecutor.Execute(operation, memory, _scratch);
            case MluTiming.VectorSimple or MluTiming.VectorDivide or MluTiming.VectorTranscendental: _vector.Execute(operation, memory); return 0;
            default: throw new MluDataException($"'{operation.Instruction}' is not an operation of a queue");
        }
    }

    /// <summary>True for the searches, which deliver a number to a register.</summary>
    public static bool WritesRegister(MluOpcode opcode) => opcode is MluOpcode.VCount or MluOpcode.VFindFirst or MluOpcode.VFindLast or MluOpcode.VFilter;
}
