using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>
/// The oracle: runs a graph node by node in plain code, every float computed in double precision and rounded once per result.
/// It shares nothing with the compiled programs it is compared with. Results do not depend on the number of threads.
/// </summary>
public static class Interpreter
{
    /// <summary>Runs a whole graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">A tensor of the right type for every graph input, by name.</param>
    /// <param name="observe">Called with every value a node computes, in topological order; null to watch nothing. The tensor must not be written to.</param>
    /// <returns>The graph outputs by name.</returns>
    /// <exception cref="ModelException">An input is missing, superfluous or of another type; a weight cannot be had; an index is out of range.</exception>
    public static IReadOnlyDictionary<string, Tensor> Run(ModelGraph graph, IReadOnlyDictionary<string, Tensor> inputs, Action<Value, Tensor>? observe = null)
    {
        var held = new Tensor?[graph.Values.Length];
        BindInputs(graph, inputs, held);
        var lastUse = LastUses(graph);
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            var node = graph.Nodes[i];
            var operands = new Tensor?[node.Inputs.Length];
            for (var k = 0; k < operands.Length; k++)
            {
                var id = node.Inputs[k];
                operands[k] = id.IsNone ? null : held[id.Index] ??= graph[id].Constant!.Load();
            }

            Tensor[] results;
            try
            {
                results = Execute(node.Operator, operands);
            }
            catch (ModelException problem)
            {
                throw problem.At(null, node.Name);
            }

            for (var k = 0; k < results.Length; k++)
            {
                held[node.Outputs[k].Index] = results[k];
                observe?.Invoke(graph[node.Outputs[k]], results[k]);
            }

            foreach (var id in node.Inputs.Concat(node.Outputs))
            {
                if (!id.IsNone && lastUse[id.Index] <= i)
                {
                    held[id.Index] = null;
                }
            }
        }

        return graph.Outputs.ToDictionary(output => output.Name, output => held[output.Value.Index] ?? graph[output.Value].Constant!.Load());
    }

    /// <summary>Runs one operator.</summary>
    /// <param name="operator">The operator.</param>
    /// <param name="operands">Its operands; null for an absent optional one.</param>
    /// <returns>Its results.</returns>
    /// <exception cref="ModelException">The operands do not fit, an index is out of range, or the result is too large for memory.</exception>
    public static Tensor[] Execute(Operator @operator, IReadOnlyList<Tensor?> operands)
    {
        var given = operands.ToArray();
        var results = @operator.Infer(Array.ConvertAll(given, operand => operand?.Type));
        foreach (var result in results)
        {
            if (result.ByteCount > Array.MaxLength)
            {
                throw new ModelException($"a result of {result} is too large to be computed here");
            }
        }

        var x = given.Length > 0 ? given[0]! : null!;
        var type = results.Length > 0 ? results[0] : null!;
        return @operator switch
        {
            Activate op => [ElementwiseKernels.Activate(op.Function, x)],
            Unary op => [ElementwiseKernels.Unary(op.Function, x)],
            Binary op => [ElementwiseKernels.Binary(op.Function, x, given[1]!, type)],
            Compare op => [ElementwiseKernels.Compare(op.Function, x, given[1]!, type)],
            Where => [ElementwiseKernels.Where(x, given[1]!, given[2]!, type)],
            Cast op => [ElementwiseKernels.Cast(op.To, x)],
            Identity => [x],
            Conv op => [ConvolutionKernel.Run(op, x, given[1]!, given.ElementAtOrDefault(2), type)],
            MatMul op => [MatMulKernel.Run(op, x, given[1]!, given.ElementAtOrDefault(2), type)],
            Pool op => [PoolKernel.Run(op, x, type)],
            GlobalPool op => [ReduceKernels.GlobalPool(op.Kind, x, type)],
            BatchNormalization op => [NormalizationKernels.Batch(op, x, given[1]!, given[2]!, given[3]!, given[4]!)],
            LayerNormalization op => NormalizationKernels.Layer(op, x, given[1]!, given.ElementAtOrDefault(2), results),
            RmsNormalization op => [NormalizationKernels.RootMeanSquare(op, x, given[1]!)],
            InstanceNormalization op => [NormalizationKernels.Instance(op, x, given[1]!, given[2]!)],
            LocalResponseNormalization op => [NormalizationKernels.LocalResponse(op, x)],
            Softmax op => [ReduceKernels.Softmax(op, x)],
            Reduce op => [ReduceKernels.Reduce(op, x, type)],
            ArgReduce op => [OrderKernels.ArgReduce(op, x, type)],
            TopK op => OrderKernels.TopK(op, x, results),
            CumSum op => [OrderKernels.CumSum(op, x)],
            Trilu op => [MovementKernels.Trilu(op, x)],
            Reshape op => [x.Reshaped(op.To)],
            Transpose op => [MovementKernels.Transpose(op, x, type)],
            Concat op => [MovementKernels.Concat(op, given, type)],
            Split op => MovementKernels.Split(op, x, results),
            Slice op => [MovementKernels.Slice(op, x, type)],
            Gather op => [IndexKernels.Gather(op, x, given[1]!, type)],
            GatherElements op => [IndexKernels.GatherElements(op, x, given[1]!, type)],
            Expand => [MovementKernels.Expand(x, type)],
            Pad op => [MovementKernels.Pad(op, x, type)],
            Tile => [MovementKernels.Tile(x, type)],
            _ => throw new ModelException($"operator {@operator.Name} has no reference implementation"),
        };
    }

    private static void BindInputs(ModelGraph graph, IReadOnlyDictionary<string, Tensor> inputs, Tensor?[] held)
    {
        foreach (var id in graph.Inputs)
        {
            var input = graph[id];
            if (!inputs.TryGetValue(input.Name, out var tensor))
            {
                throw new ModelException($"no tensor was given for the input, which is {input.Type}", node: input.Name);
            }

            held[id.Index] = tensor.Type == input.Type ? tensor : throw new ModelException($"the input is {input.Type}, the tensor given is {tensor.Type}", node: input.Name);
        }

        var unknown = inputs.Keys.Where(name => !graph.Inputs.Any(id => graph[id].Name == name)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new ModelException($"there is no input '{unknown}'", $"the inputs are {string.Join(", ", graph.Inputs.Select(id => graph[id].Name))}");
        }
    }

    private static int[] LastUses(ModelGraph graph)
    {
        var last = new int[graph.Values.Length];
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            foreach (var id in graph.Nodes[i].Inputs)
            {
                if (!id.IsNone)
                {
                    last[id.Index] = i;
                }
            }
        }

        foreach (var output in graph.Outputs)
        {
            last[output.Value.Index] = int.MaxValue;
        }

        return last;
    }
}
