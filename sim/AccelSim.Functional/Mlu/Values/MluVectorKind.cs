using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>What is computed per element, whatever form the operands have (vector, scalar or cycled segment).</summary>
internal enum MluVectorKind
{
    Add, Sub, ReverseSub, Mul, Div, Max, Min, And, Or, Xor, BitAnd, BitOr, BitXor,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, ReluN,
}

/// <summary>How an instruction presents its second operand.</summary>
internal enum MluVectorForm
{
    TwoVectors,
    Scalar,
    Cycle,
}

/// <summary>Sorts the elementwise opcodes by what they compute.</summary>
internal static class MluVectorKinds
{
    /// <summary>Kind and form of a two-operand instruction.</summary>
    public static (MluVectorKind Kind, MluVectorForm Form)? Of(MluOpcode opcode) => opcode switch
    {
        MluOpcode.VAdd => (MluVectorKind.Add, MluVectorForm.TwoVectors),
        MluOpcode.VSub => (MluVectorKind.Sub, MluVectorForm.TwoVectors),
        MluOpcode.VMul => (MluVectorKind.Mul, MluVectorForm.TwoVectors),
        MluOpcode.VDiv => (MluVectorKind.Div, MluVectorForm.TwoVectors),
        MluOpcode.VMax => (MluVectorKind.Max, MluVectorForm.TwoVectors),
        MluOpcode.VMin => (MluVectorKind.Min, MluVectorForm.TwoVectors),
        MluOpcode.VAnd => (MluVectorKind.And, MluVectorForm.TwoVectors),
        MluOpcode.VOr => (MluVectorKind.Or, MluVectorForm.TwoVectors),
        MluOpcode.VXor => (MluVectorKind.Xor, MluVectorForm.TwoVectors),
        MluOpcode.VBitAnd => (MluVectorKind.BitAnd, MluVectorForm.TwoVectors),
        MluOpcode.VBitOr => (MluVectorKind.BitOr, MluVectorForm.TwoVectors),
        MluOpcode.VBitXor => (MluVectorKind.BitXor, MluVectorForm.TwoVectors),
        MluOpcode.VEqual => (MluVectorKind.Equal, MluVectorForm.TwoVectors),
        MluOpcode.VNotEqual => (MluVectorKind.NotEqual, MluVectorForm.TwoVectors),
        MluOpcode.VLess => (MluVectorKind.Less, MluVectorForm.TwoVectors),
        MluOpcode.VLessEqual => (MluVectorKind.LessEqual, MluVectorForm.TwoVectors),
        MluOpcode.VGreater => (MluVectorKind.Greater, MluVectorForm.TwoVectors),
        MluOpcode.VGreaterEqual => (MluVectorKind.GreaterEqual, MluVectorForm.TwoVectors),
        MluOpcode.VAddScalar => (MluVectorKind.Add, MluVectorForm.Scalar),
        MluOpcode.VSubScalar => (MluVectorKind.Sub, MluVectorForm.Scalar),
        MluOpcode.VMulScalar => (MluVectorKind.Mul, MluVectorForm.Scalar),
        MluOpcode.VDivScalar => (MluVectorKind.Div, MluVectorForm.Scalar),
        MluOpcode.VMaxScalar => (MluVectorKind.Max, MluVectorForm.Scalar),
        MluOpcode.VMinScalar => (MluVectorKind.Min, MluVectorForm.Scalar),
        MluOpcode.VEqualScalar => (MluVectorKind.Equal, MluVectorForm.Scalar),
        MluOpcode.VNotEqualScalar => (MluVectorKind.NotEqual, MluVectorForm.Scalar),
        MluOpcode.VLessScalar => (MluVectorKind.Less, MluVectorForm.Scalar),
        MluOpcode.VLessEqualScalar => (MluVectorKind.LessEqual, MluVectorForm.Scalar),
        MluOpcode.VGreaterScalar => (MluVectorKind.Greater, MluVectorForm.Scalar),
        MluOpcode.VGreaterEqualScalar => (MluVectorKind.GreaterEqual, MluVectorForm.Scalar),
        MluOpcode.VRsubScalar => (MluVectorKind.ReverseSub, MluVectorForm.Scalar),
        MluOpcode.VBitAndScalar => (MluVectorKind.BitAnd, MluVectorForm.Scalar),
        MluOpcode.VReluN => (MluVectorKind.ReluN, MluVectorForm.Scalar),
        MluOpcode.VCycleAdd => (MluVectorKind.Add, MluVectorForm.Cycle),
        MluOpcode.VCycleSub => (MluVectorKind.Sub, MluVectorForm.Cycle),
        MluOpcode.VCycleMul => (MluVectorKind.Mul, MluVectorForm.Cycle),
        MluOpcode.VCycleDiv => (MluVectorKind.Div, MluVectorForm.Cycle),
        MluOpcode.VCycleMax => (MluVectorKind.Max, MluVectorForm.Cycle),
        MluOpcode.VCycleMin => (MluVectorKind.Min, MluVectorForm.Cycle),
        MluOpcode.VCycleEqual => (MluVectorKind.Equal, MluVectorForm.Cycle),
        MluOpcode.VCycleLess => (MluVectorKind.Less, MluVectorForm.Cycle),
        MluOpcode.VCycleGreaterEqual => (MluVectorKind.GreaterEqual, MluVectorForm.Cycle),
        _ => null,
    };

    /// <summary>True for operations on bits, which treat floating types as integers of their size.</summary>
    public static bool IsBitwise(MluVectorKind kind) => kind is MluVectorKind.BitAnd or MluVectorKind.BitOr or MluVectorKind.BitXor;
}
