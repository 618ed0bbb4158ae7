using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;

namespace AccelSim.Chips.Mlu;

/// <summary>Which kind of lane an instruction of the vector unit goes through: that of its element type, of the wider one where it converts.</summary>
public static class VectorFormats
{
    /// <summary>The element type whose lanes an operation uses.</summary>
    public static MluDataType LaneType(in MluOperation operation)
    {
        var instruction = operation.Instruction;
        return operation.Opcode == MluOpcode.Convert && instruction.Type1.Bits() > instruction.Type0.Bits() ? instruction.Type1 : instruction.Type0;
    }

    /// <summary>The format of those lanes.</summary>
    public static VectorFormat Of(in MluOperation operation) => LaneType(operation) switch
    {
        MluDataType.F16 => VectorFormat.Fp16,
        MluDataType.BF16 => VectorFormat.Bf16,
        MluDataType.F32 => VectorFormat.Fp32,
        MluDataType.I16 or MluDataType.U16 => VectorFormat.Int16,
        MluDataType.I32 or MluDataType.U32 => VectorFormat.Int32,
        MluDataType.I64 => VectorFormat.Int64,
        _ => VectorFormat.Int8,
    };
}
