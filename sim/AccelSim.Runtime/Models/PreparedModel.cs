using AccelSim.Compiler;
using AccelSim.Graph;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>A model after its passes, ready to be compiled for any chip.</summary>
/// <param name="Source">The graph as imported.</param>
/// <param name="Graph">The graph after the passes.</param>
/// <param name="Options">How it was asked for.</param>
/// <param name="Choices">How it is compiled.</param>
/// <param name="Precision">Element type in words, never <c>model</c>.</param>
/// <param name="Format">Operand pair of its matrix products.</param>
internal sealed record PreparedModel(ModelGraph Source, ModelGraph Graph, ModelOptions Options, CompileOptions Choices, string Precision, MacFormat Format)
{
    /// <summary>Compiles it.</summary>
    /// <exception cref="CompileException">The model does not fit the chip.</exception>
    public CompiledModel Compile(ChipSpec chip, Action<int, int>? progress) =>
        new(DeviceFamilies.Of(chip).Compile(Graph, chip, Choices, progress), Source, Graph, Options, Precision, Format);
}
