using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>Which row of a chip's table of passes an instruction of the vector unit uses.</summary>
public static class VectorClasses
{
    /// <summary>The class of a row of the instruction table.</summary>
    public static VectorClass Of(MluInstructionDef row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Timing switch
        {
            MluTiming.VectorDivide => VectorClass.Divide,
            MluTiming.VectorTranscendental => VectorClass.Transcendental,
            MluTiming.VectorReduce => row.Opcode == MluOpcode.VFilter ? VectorClass.Select : VectorClass.Reduce,
            MluTiming.Pooling => VectorClass.Pool,
            MluTiming.Layout => VectorClass.Layout,
            MluTiming.Conversion => VectorClass.Convert,
            _ => Simple(row.Opcode),
        };
    }

    private static VectorClass Simple(MluOpcode opcode) => opcode switch
    {
        MluOpcode.VFma or MluOpcode.VFms or MluOpcode.VCycleFma => VectorClass.Fused,
        MluOpcode.VSelect => VectorClass.Select,
        MluOpcode.VLut => VectorClass.Lookup,
        >= MluOpcode.VEqual and <= MluOpcode.VGreaterEqual or >= MluOpcode.VEqualScalar and <= MluOpcode.VGreaterEqualScalar => VectorClass.Compare,
        >= MluOpcode.VAnd and <= MluOpcode.VBitXor or MluOpcode.VNot or MluOpcode.VBitNot or MluOpcode.VBitAndScalar => VectorClass.Logic,
        >= MluOpcode.VCycleAdd and <= MluOpcode.VCycleGreaterEqual => VectorClass.Broadcast,
        MluOpcode.VRelu or MluOpcode.VReluN or MluOpcode.VSign => VectorClass.Activation,
        _ => VectorClass.Arithmetic,
    };
}
