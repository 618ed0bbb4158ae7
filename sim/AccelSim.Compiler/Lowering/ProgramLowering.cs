using System.Collections.Immutable;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Image;

namespace AccelSim.Compiler.Lowering;

/// <summary>Walks a graph and lowers node after node, for any family.</summary>
internal static class ProgramLowering
{
    /// <summary>Lowers all nodes; what no lowering takes runs on the host.</summary>
    /// <param name="context">Program.</param>
    /// <param name="lowerings">Lowerings in the order in which they are asked.</param>
    /// <param name="progress">Told the number of nodes done and in total.</param>
    /// <returns>Buffers of the graph's outputs.</returns>
    /// <exception cref="CompileException">A node cannot be lowered, or a schedule is forced on a layer that takes none.</exception>
    public static ImmutableArray<(string Name, int Buffer)> Run<TContext>(TContext context, ImmutableArray<ILowering<TContext>> lowerings, Action<int, int>? progress)
        where TContext : ProgramContext
    {
        PlaceInputs(context);
        var nodes = context.Graph.Nodes;
        var done = 0;
        foreach (var node in nodes)
        {
            progress?.Invoke(done++, nodes.Length);
            if (!context.IsAbsorbed(node))
            {
                Lower(context, lowerings, node);
            }
        }

        if (context.UnusedSchedules.FirstOrDefault() is { } unused)
        {
            var layers = string.Join(", ", nodes.Where(node => node.Operator is Conv or MatMul).Take(5).Select(node => node.Name));
            throw new CompileException($"a schedule is forced on '{unused}', but no convolution or product of that name has one; there are {layers}, ...", null);
        }

        return PlaceOutputs(context);
    }

    private static void Lower<TContext>(TContext context, ImmutableArray<ILowering<TContext>> lowerings, Node node)
        where TContext : ProgramContext
    {
        try
        {
            foreach (var lowering in lowerings)
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
    private static void PlaceInputs(ProgramContext context)
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
    private static ImmutableArray<(string Name, int Buffer)> PlaceOutputs(ProgramContext context)
    {
        var outputs = ImmutableArray.CreateBuilder<(string, int)>();
        foreach (var output in context.Graph.Outputs)
        {
            var value = context.Graph[output.Value];
            var view = context.View(output.Value);
            var buffer = context.Buffers[view.Buffer];
            var whole = view.Offset == 0 && buffer.Kind == BufferKind.Workspace && view.Count * Tensors.ElementTypes.SizeInBytes(buffer.Type) == buffer.Bytes
                && view.Dims.SequenceEqual(buffer.Dims) && view.IsPermutedDense;
            if (!whole)
            {
                var type = context.StorageType(value);
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
