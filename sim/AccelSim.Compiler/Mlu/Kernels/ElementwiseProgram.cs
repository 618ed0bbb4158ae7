using System.Collections.Immutable;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// An operand of an element-wise kernel. Period 0: one element per result element. Period p &gt; 0: the operand has p elements and repeats
/// along the result (trailing axes).
/// </summary>
/// <param name="Parameter">Kernel parameter that holds its address.</param>
/// <param name="Period">0 or the number of elements that repeat.</param>
public sealed record ElementwiseOperand(string Parameter, long Period);

/// <summary>
/// One step over a tile. Values are numbered: operands first, then results of steps. Either <paramref name="Opcode"/> with a second value
/// or scalar, or an activation of the first value.
/// </summary>
/// <param name="Opcode">Vector form: two operands (vadd ...), scalar (vadd.s ...) or one (vexp ...).</param>
/// <param name="A">First value.</param>
/// <param name="B">Second value, or -1.</param>
/// <param name="Scalar">Constant of the scalar forms.</param>
/// <param name="Activation">Activation instead of an opcode.</param>
/// <param name="C">Third value (the mask of a selection), or -1.</param>
public sealed record ElementwiseStep(MluOpcode Opcode, int A, int B, double Scalar, Activation Activation, int C = -1)
{
    /// <summary>mask != 0 ? a : b, element by element.</summary>
    public static ElementwiseStep Choose(int a, int b, int mask) => new(MluOpcode.VSelect, a, b, 0, Activation.None, mask);

    /// <summary>A step over two values.</summary>
    public static ElementwiseStep Two(MluOpcode opcode, int a, int b) => new(opcode, a, b, 0, Activation.None);

    /// <summary>A step with a constant.</summary>
    public static ElementwiseStep WithScalar(MluOpcode opcode, int a, double scalar) => new(opcode, a, -1, scalar, Activation.None);

    /// <summary>A step over one value.</summary>
    public static ElementwiseStep One(MluOpcode opcode, int a) => new(opcode, a, -1, 0, Activation.None);

    /// <summary>An activation.</summary>
    public static ElementwiseStep Function(Activation activation, int a) => new(MluOpcode.Nop, a, -1, 0, activation);
}

/// <summary>A chain of element-wise steps over <paramref name="Count"/> elements that lie in the same order in all full operands; the last step is the result.</summary>
/// <param name="Count">Elements of the result.</param>
/// <param name="Operands">Inputs; at least the first used by a step must be full.</param>
/// <param name="Steps">Steps in order.</param>
public sealed record ElementwiseProgram(long Count, ImmutableArray<ElementwiseOperand> Operands, ImmutableArray<ElementwiseStep> Steps);
