using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>An operand of a kernel that computes every element of a result on its own.</summary>
/// <param name="Parameter">Kernel parameter that holds its address.</param>
/// <param name="Offset">Elements from the start of its buffer, for alignment; the address has it in it.</param>
/// <param name="Strides">Elements between neighbours along each axis of the result; 0 repeats.</param>
/// <param name="Type">Element type in memory.</param>
internal sealed record StridedOperand(string Parameter, long Offset, ImmutableArray<long> Strides, ElementType Type)
{
    /// <summary>A view that has been broadcast to the result.</summary>
    public static StridedOperand Of(string parameter, TensorView view, ElementType type) => new(parameter, view.Offset, view.Strides, type);
}
