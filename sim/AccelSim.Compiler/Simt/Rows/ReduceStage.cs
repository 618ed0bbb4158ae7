using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>One kernel of a reduction: [outer, parts x reduced, inner] becomes [outer, parts, inner].</summary>
/// <param name="Step">What is computed.</param>
/// <param name="Outer">Elements of the axes before the reduced ones.</param>
/// <param name="Reduced">Elements along the reduced axes, of all parts.</param>
/// <param name="Inner">Elements of the axes after them.</param>
/// <param name="Parts">Parts, each a range of the reduced axes, of <see cref="PartLength"/> elements but for the last.</param>
/// <param name="From">Type of the elements.</param>
/// <param name="To">Type of the results.</param>
/// <param name="Input">Name of the buffer that is read.</param>
/// <param name="Output">Name of the buffer that is written.</param>
internal sealed record ReduceStage(ReduceStep Step, int Outer, int Reduced, int Inner, int Parts, ElementType From, ElementType To, string Input, string Output)
{
    /// <summary>Elements of a part, in multiples of 16 so that wide accesses stay aligned.</summary>
    public int PartLength => Parts == 1 ? Reduced : ((Reduced + Parts - 1) / Parts + 15) / 16 * 16;
}
