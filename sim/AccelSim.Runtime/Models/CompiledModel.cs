using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>A model compiled for a chip, with the graphs it came from.</summary>
/// <param name="Image">The program.</param>
/// <param name="Source">The graph as imported: what the reference interpreter runs.</param>
/// <param name="Graph">The graph after the passes: what was compiled.</param>
/// <param name="Options">How.</param>
/// <param name="Precision">Element type in words, never <c>model</c>.</param>
/// <param name="Format">Operand pair of its matrix products.</param>
public sealed record CompiledModel(
    ProgramImage Image, ModelGraph Source, ModelGraph Graph, ModelOptions Options, string Precision, MacFormat Format);
