using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>Reduction of the middle of x [outer, reduced, inner]; the result y is [outer, inner].</summary>
/// <param name="Function">Function.</param>
/// <param name="Outer">Elements of the axes before the reduced ones.</param>
/// <param name="Reduced">Elements of the reduced axes.</param>
/// <param name="Inner">Elements of the axes after them.</param>
internal sealed record ReduceProblem(ReduceFunction Function, int Outer, int Reduced, int Inner)
{
    /// <summary>Type of y where it is not that of x: fp32 where more computation follows.</summary>
    public ElementType? Result { get; init; }
}
