using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>
/// Replaces the weights whose files are missing by generated ones that suit what each is for.
/// Kernels are uniform with variance gain / fan-in: gain 2 after a rectifier, which halves the mean square (He et al. 2015), else 1;
/// the last kernel of a residual branch is scaled down, so that the sums of deep residual networks stay within half precision.
/// </summary>
public static class WeightGenerator
{
    private const int LongestWalk = 8;

    /// <summary>A copy of the graph in which every missing weight is generated from <paramref name="seed"/>.</summary>
    public static ModelGraph Fill(ModelGraph graph, ulong seed)
    {
        var values = graph.Values.ToBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Constant is MissingConstant)
            {
                values[i] = values[i] with { Constant = Generate(graph, values[i], seed) };
            }
        }

        return new ModelGraph(graph.Name, values.MoveToImmutable(), graph.Nodes, graph.Inputs, graph.Outputs);
    }

    private static GeneratedConstant Generate(ModelGraph graph, Value weight, ulong seed)
    {
        if (!weight.Element.IsFloat())
        {
            throw new ModelException($"weights of '{weight.Name}' are {weight.Element.ShortName()}, which cannot be generated", "restore the file that holds them");
        }

        var (role, node) = RoleOf(graph, weight);
        var (center, halfWidth) = role switch
        {
            WeightRole.Kernel => (0, Math.Sqrt(3 * Gain(graph, node!) / FanIn(graph, node!))),
            WeightRole.Gamma => (1.0, 0.1),
            WeightRole.Variance => (1.0, 0.5),
            WeightRole.Embedding => (0, 0.5),
            WeightRole.Bias or WeightRole.Beta or WeightRole.Mean => (0, 0.1),
            _ => (0, 0.05),
        };
        return new GeneratedConstant(weight.Type, weight.Name, seed, role, center, halfWidth);
    }

    /// <summary>What the first reader of a weight uses it for, looking through reshapes and transposes; with that reader.</summary>
    private static (WeightRole Role, Node? Node) RoleOf(ModelGraph graph, Value weight)
    {
        var id = weight.Id;
        for (var step = 0; step < LongestWalk; step++)
        {
            if (graph.Consumers(id) is not [var node, ..])
            {
                break;
            }

            var operand = node.Inputs.IndexOf(id);
            if (node.Operator is Reshape or Transpose or Identity or Cast or Expand or Split)
            {
                id = node.Outputs[0];
                continue;
            }

            return (RoleAt(node.Operator, operand, weight.Shape), node);
        }

        return (WeightRole.Other, null);
    }

    private static WeightRole RoleAt(Operator @operator, int operand, Shape shape) => (@operator, operand) switch
    {
        (Conv, 1) or (MatMul, 0 or 1) => WeightRole.Kernel,
        (Conv or MatMul, 2) => WeightRole.Bias,
        (BatchNormalization, 3) => WeightRole.Mean,
        (BatchNormalization, 4) => WeightRole.Variance,
        (BatchNormalization or LayerNormalization or InstanceNormalization or RmsNormalization, 1) => WeightRole.Gamma,
        (BatchNormalization or LayerNormalization or InstanceNormalization, 2) => WeightRole.Beta,
        (Binary { Function: BinaryFunction.Mul or BinaryFunction.Div }, _) => WeightRole.Gamma,
        (Binary { Function: BinaryFunction.Add or BinaryFunction.Sub }, _) => shape.Rank <= 1 ? WeightRole.Bias : WeightRole.Embedding,
        (Gather, 0) or (Concat, _) => WeightRole.Embedding,
        _ => WeightRole.Other,
    };

    private static double FanIn(ModelGraph graph, Node node)
    {
        var kernel = graph[node.Inputs[1]].Shape;
        return Math.Max(1, node.Operator switch
        {
            Conv => kernel.Product(1, kernel.Rank),
            MatMul { TransposeB: true } => kernel[-1],
            _ => kernel.Rank == 1 ? kernel[0] : kernel[-2],
        });
    }

    private static double Gain(ModelGraph graph, Node node)
    {
        var source = graph.Producer(node.Inputs[0]);
        var rectified = source?.Operator is Activate { Function.Kind: ActivationKind.Relu or ActivationKind.Clip or ActivationKind.LeakyRelu or ActivationKind.HardSwish };
        var gain = rectified ? 2.0 : 1.0;
        return EndsResidualBranch(graph, node) ? gain / 4 : gain;
    }

    /// <summary>Whether the result goes, through normalisation and bias only, into the sum of two computed values.</summary>
    private static bool EndsResidualBranch(ModelGraph graph, Node node)
    {
        var id = node.Output;
        for (var step = 0; step < LongestWalk; step++)
        {
            if (graph.OnlyConsumer(id) is not { } next)
            {
                return false;
            }

            if (next.Operator is Binary { Function: BinaryFunction.Add } && !next.Inputs.Any(input => graph[input].IsConstant))
            {
                return true;
            }

            if (next.Operator is not (BatchNormalization or Binary { Function: BinaryFunction.Add } or Reshape or Transpose))
            {
                return false;
            }

            id = next.Output;
        }

        return false;
    }
}
