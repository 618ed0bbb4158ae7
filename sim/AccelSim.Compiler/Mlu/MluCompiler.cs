using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Lowering;
using AccelSim.Graph;
using AccelSim.Isa.Image;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Mlu;

/// <summary>Compiles a graph for a chip of the <c>mlu</c> family: chooses where values lie, writes a kernel per layer and plans device memory.</summary>
public static class MluCompiler
{
    private static readonly ImmutableArray<ILowering<LoweringContext>> Lowerings =
        [new ViewLowering(), new ConvLowering(), new MatMulLowering(), new PoolLowering(), new RowLowering(), new ConcatLowering(), new GatherLowering(), new CastLowering(), new BatchNormLowering(), new ElementwiseLowering()];

    /// <summary>All that <see cref="Compile"/> reads of a chip.</summary>
    /// <exception cref="CompileException">The chip cannot compute with the type.</exception>
    public static MluTarget Target(MluChip chip, CompileOptions options) => new(chip, MluElements.Of(options.Precision));

    /// <summary>Compiles a graph.</summary>
    /// <param name="graph">Graph after <see cref="AccelSim.Graph.Passes.PassPipeline"/>.</param>
    /// <param name="chip">Chip.</param>
    /// <param name="options">Choices.</param>
    /// <param name="progress">Told the number of nodes done and in total.</param>
    /// <exception cref="CompileException">The graph does not fit the chip or has a form that cannot be compiled.</exception>
    public static ProgramImage Compile(ModelGraph graph, MluChip chip, CompileOptions options, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var context = new LoweringContext(graph, Target(chip, options), options);
        var outputs = ProgramLowering.Run(context, Lowerings, progress);
        return new MluProgramBuilder(context).Build(outputs);
    }
}
