using System.Collections.Immutable;
using AccelSim.Compiler.Mlu.Lowering;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Mlu;

/// <summary>Compiles a graph for a chip of the <c>mlu</c> family: chooses where values lie, writes a kernel per layer and plans device memory.</summary>
public static class MluCompiler
{
    private static readonly ImmutableArray<ILowering> Lowerings =
        [new ViewLowering(), new ConvLowering(), new MatMulLowering(), new PoolLowering(), new RowLowering(), new MovementLowering(), new CastLowering(), new BatchNormLowering(), new ElementwiseLowering()];

    /// <summary>Compiles a graph.</summary>
    /// <param name="graph">Graph after <see cref="AccelSim.Graph.Passes.PassPipeline"/>.</param>
    /// <param name="chip">Chip.</param>
    /// <param name="options">Choices.</param>
    /// <param name="progress">Told the number of nodes done and in total.</param>
    /// <exception cref="CompileException">The graph does not fit the chip or has a form that cannot be compiled.</exception>
    public static ProgramImage Compile(ModelGraph graph, MluChip chip, CompileOptions options, Action<int, int>? progress = null)
    {
        var context = new LoweringContext(graph, new MluTarget(chip, options.Precision), options);
        PlaceInputs(context);
        var done = 0;
        foreach (var node in graph.Nodes)
        {
            progress?.Invoke(done++, graph.Nodes.Length);
            if (context.IsAbsorbed(node))
            {
                continue;
            }

            Lower(context, node);
        }

        if (context.UnusedSchedules.FirstOrDefault() is { } unused)
        {
            var layers = string.Join(", ", graph.Nodes.Where(node => node.Operator is Conv or MatMul).Take(5).Select(node => node.Name));
            throw new CompileException($"a schedule is forced on '{unused}', but no convolution or product of that name has one; there are {layers}, ...", null);
        }

        return new ImageBuilder(context, chip).Build(PlaceOutputs(context));
    }

    private static void Lower(LoweringContext context, Node node)
    {
        try
        {
            foreach (var lowering in Lowerings)
            {
                if (lowering.TryLower(context, node))
                {
                    return;
                }
            }

            context.EmitHost(node);
        }
        catch (CompileException problem) when (problem.Node is null)
        {
            throw new CompileException(problem.Message, node.Name);
        }
    }

    /// <summary>Inputs lie channels last where a convolution or pooling reads them first; the host arranges them so on the way in.</summary>
    private static void PlaceInputs(LoweringContext context)
    {
        foreach (var id in context.Graph.Inputs)
        {
            var value = context.Graph[id];
            var spatial = value.Shape.Rank == 4 && context.Graph.Consumers(id).Any(node => node.Operator is Conv or Pool or GlobalPool);
            var view = context.NewResult(id, spatial ? TensorView.ChannelsLastOrder(4) : default);
            context.Buffers[view.Buffer].Kind = BufferKind.Input;
        }
    }

    /// <summary>The buffer of every output, whole and without gaps, copied there if the value is a view of something else.</summary>
    private static ImmutableArray<(string Name, int Buffer)> PlaceOutputs(LoweringContext context)
    {
        var outputs = ImmutableArray.CreateBuilder<(string, int)>();
        foreach (var output in context.Graph.Outputs)
        {
            var value = context.Graph[output.Value];
            var view = context.View(output.Value);
            var buffer = context.Buffers[view.Buffer];
            var whole = view.Offset == 0 && buffer.Kind == BufferKind.Workspace && view.Count * buffer.Type.Bits() / 8 == buffer.Bytes
                && view.Dims.SequenceEqual(buffer.Dims) && view.IsPermutedDense;
            if (!whole)
            {
                var type = context.DeviceType(value);
                var copy = context.NewTensor(output.Name, type, value.Shape.Dims);
                context.EmitCopy(output.Name, "Layout", view, copy, type);
                buffer = context.Buffers[copy.Buffer];
                view = copy;
            }

            buffer.Kind = BufferKind.Output;
            outputs.Add((output.Name, view.Buffer));
        }

        return outputs.ToImmutable();
    }
}
