using AccelSim.Isa.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Mlu;

/// <summary>Element types of tensors as instructions name them.</summary>
internal static class MluElements
{
    /// <summary>The data type of instructions for an element type.</summary>
    public static MluDataType Of(ElementType type) => type switch
    {
        ElementType.Float16 => MluDataType.F16,
        ElementType.BFloat16 => MluDataType.BF16,
        ElementType.Float32 => MluDataType.F32,
        ElementType.Int32 => MluDataType.I32,
        ElementType.Int64 => MluDataType.I64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "has no data type"),
    };
}
