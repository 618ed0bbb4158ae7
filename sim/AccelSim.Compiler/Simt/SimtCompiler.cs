using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Lowering;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine.Simt;

namespace AccelSim.Compiler.Simt;

/// <summary>Compiles a graph for a chip of the <c>simt</c> family: chooses where values lie, writes a kernel per layer and plans device memory.</summary>
public static class SimtCompiler
{
    private static readonly ImmutableArray<ILowering<SimtLoweringContext>> Lowerings =
        [new ViewLowering(), new SimtConvLowering(), new SimtAttentionLowering(), new SimtMatMulLowering(), new SimtPoolLowering(), new SimtReduceLowering(), new ConcatLowering(), new SimtGatherLowering(), new SimtCastLowering(), new SimtRowLowering(), new SimtBatchNormLowering(), new PointwiseLowering()];

    /// <summary>All that <see cref="Compile"/> reads of a chip.</summary>
    /// <exception cref="CompileException">The chip cannot compute with the type.</exception>
    public static SimtView View(SimtChip chip, CompileOptions options) => new SimtTarget(chip, options.Precision).View;

    /// <summary>Compiles a graph.</summary>
    /// <param name="graph">Graph after <see cref="AccelSim.Graph.Passes.PassPipeline"/>.</param>
    /// <param name="chip">Chip.</param>
    /// <param name="options">Choices.</param>
    /// <param name="progress">Told the number of nodes done and in total.</param>
    /// <exception cref="CompileException">The graph does not fit the chip or has a form that cannot be compiled.</exception>
    public static ProgramImage Compile(ModelGraph graph, SimtChip chip, CompileOptions options, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(options);
        var context = new SimtLoweringContext(graph, new SimtTarget(chip, options.Precision), options);
        var outputs = ProgramLowering.Run(context, Lowerings, progress);
        return new SimtProgramBuilder(context).Build(outputs);
    }
}
