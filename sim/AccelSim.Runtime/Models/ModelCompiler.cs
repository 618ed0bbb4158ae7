using System.Collections.Immutable;
using AccelSim.Compiler;
using AccelSim.Graph;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Passes;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Tensors;

namespace AccelSim.Runtime;

/// <summary>From an ONNX file to a program for a chip.</summary>
public static class ModelCompiler
{
    /// <summary>Loads, optimises and compiles a model.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the number of nodes done and in all.</param>
    /// <exception cref="ModelException">The file is not a model that can be used.</exception>
    /// <exception cref="CompileException">The model does not fit the chip.</exception>
    public static CompiledModel Compile(string path, ChipSpec chip, ModelOptions? options = null, Action<int, int>? progress = null)
    {
        options ??= new ModelOptions();
        return Compile(Load(path, options), chip, options, progress);
    }

    /// <summary>Optimises and compiles a graph.</summary>
    public static CompiledModel Compile(ModelGraph source, ChipSpec chip, ModelOptions options, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Prepare(source, options).Compile(chip, progress);
    }

    /// <summary>Loads a model for some options.</summary>
    /// <exception cref="ModelException">The file is not a model that can be used.</exception>
    internal static ModelGraph Load(string path, ModelOptions options) =>
        OnnxLoader.Load(path, new LoadOptions { Dimensions = options.Dimensions, Batch = options.Batch, WeightSeed = options.WeightSeed });

    /// <summary>All of a compilation that no chip has a part in.</summary>
    internal static PreparedModel Prepare(ModelGraph source, ModelOptions options)
    {
        var precision = options.Precision == "model" ? OwnPrecision(source) : options.Precision;
        var choices = new CompileOptions { Precision = CompileOptions.ParsePrecision(precision), Fuse = options.Mode == RunMode.Graph, Schedules = options.Schedules, Tuning = options.Tuning };
        return new(source, PassPipeline.Run(source, PassesOf(options.Mode)), options, choices, precision, FormatOf(precision));
    }

    /// <summary>The same image without contents of parameters: enough for timing, and no weights are needed to write it.</summary>
    public static ProgramImage ShapesOnly(ProgramImage image) => image with
    {
        Constants = [.. image.Constants.Select(c => c with { Content = new DescribedContent("parameter", null) })],
    };

    // Eager frameworks run what the model says, operator by operator: only clean-up that changes no operator that runs.
    private static ImmutableArray<IGraphPass> PassesOf(RunMode mode) => mode == RunMode.Graph
        ? PassPipeline.Standard
        : [new IdentityRemoval(), new ConstantFolding(), new CommonSubexpressions(), new DeadCode()];

    private static string OwnPrecision(ModelGraph graph)
    {
        var floats = graph.Constants.Concat(graph.Inputs.Select(id => graph[id])).Where(v => v.Element.IsFloat()).Select(v => v.Element);
        return floats.FirstOrDefault(ElementType.Float32) switch
        {
            ElementType.Float16 => "fp16",
            ElementType.BFloat16 => "bf16",
            _ => "fp32",
        };
    }

    private static MacFormat FormatOf(string precision) => precision switch
    {
        "fp16" => MacFormat.Fp16,
        "bf16" => MacFormat.Bf16,
        _ => MacFormat.Fp32,
    };
}
