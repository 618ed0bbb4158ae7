using System.Collections.Immutable;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>
/// Finds chains of convolutions that are worth computing depth first: each stage alone reads the one before, and the estimate is below that of
/// separate kernels with their launches.
/// </summary>
internal static class ChainEmission
{
    private const int LongestChain = 4;

    private sealed record Link(Node Node, ConvProblem Problem);

    /// <summary>Emits a chain that starts at a convolution, or returns false when it is better off alone.</summary>
    public static bool TryEmit(LoweringContext context, Node node, ConvProblem problem)
    {
        if (!context.Options.Fuse || context.Options.Schedules.ContainsKey(node.Name))
        {
            return false;
        }

        var links = Follow(context, node, problem);
        for (var length = links.Count; length >= 2; length--)
        {
            var taken = links.Take(length).ToList();
            var (stages, ending) = WithEnding(context, taken);
            var chain = new ChainProblem([.. stages], ending.Residual is { } residual && residual == node.Input(0) && KeepsShape(stages));
            if (ChainScheduler.Choose(chain, context.Target) is var (schedule, cycles) && cycles < Separate(stages, context.Target))
            {
                Emit(context, taken, chain, schedule, ending);
                return true;
            }
        }

        return false;
    }

    private static List<Link> Follow(LoweringContext context, Node node, ConvProblem problem)
    {
        var links = new List<Link> { new(node, problem) };
        while (links.Count < LongestChain && context.Graph.OnlyConsumer(links[^1].Node.Output) is { Operator: Conv { Groups: 1, Window.Rank: 2 } conv } next
            && context.Graph[next.Input(1)].IsConstant && ActivationCode.Supports(conv.Activation) && ConvLowering.Problem(context, next, conv) is { } following)
        {
            links.Add(new Link(next, following));
        }

        return links;
    }

    /// <summary>What follows the last stage: a residual and an activation that the kernel takes in.</summary>
    private sealed record Ending(ValueId Result, ValueId? Residual, ImmutableArray<Node> Absorbed, string Suffix);

    private static (List<ConvProblem> Stages, Ending Ending) WithEnding(LoweringContext context, List<Link> links)
    {
        var stages = links.Select(link => link.Problem).ToList();
        var last = links[^1].Node;
        if (!stages[^1].Activation.IsNone || LinearEmission.ResidualAddition(context, last) is not var (addition, other))
        {
            return (stages, new Ending(last.Output, null, [], ""));
        }

        stages[^1] = stages[^1] with { HasResidual = true };
        if (context.Graph.OnlyConsumer(addition.Output) is { Operator: Activate { Function: var function } } activation && ActivationCode.Supports(function))
        {
            stages[^1] = stages[^1] with { Activation = function };
            return (stages, new Ending(activation.Output, other, [addition, activation], $"+Add+{function.Kind}"));
        }

        return (stages, new Ending(addition.Output, other, [addition], "+Add"));
    }

    /// <summary>True when the input of the first stage, as it is loaded, can be added to the result of the last.</summary>
    private static bool KeepsShape(List<ConvProblem> stages) =>
        !ChainTiling.IsPadded(stages[0]) && stages[0].Ci == stages[^1].Co && stages[0].H == stages[^1].Ho && stages[0].W == stages[^1].Wo && stages.All(stage => stage.Sx == 1 && stage.Sy == 1);

    private static double Separate(List<ConvProblem> stages, MluTarget target)
    {
        var total = (stages.Count - 1) * target.LaunchCycles;
        foreach (var stage in stages)
        {
            var simple = stage.Simplified();
            // a stage that no schedule fits alone would go to the host: any chain is better
            total += ConvScheduler.Find(simple, target) is { } schedule ? ConvScheduler.Estimate(new ConvTiling(simple, schedule, target), target) : double.PositiveInfinity;
        }

        return total;
    }

    private static void Emit(LoweringContext context, List<Link> links, ChainProblem chain, ChainSchedule schedule, Ending ending)
    {
        var target = context.Target;
        var order = TensorView.ChannelsLastOrder(4);
        var tiling = new ChainTiling(chain, schedule, target);
        var x = context.ChannelsLast(links[0].Node.Input(0));
        var residual = ending.Residual is { } other ? context.InOrder(other, order) : x;
        foreach (var node in links.Skip(1).Select(link => link.Node).Concat(ending.Absorbed))
        {
            context.Absorb(node);
        }

        var first = links[0].Node;
        var constants = links.Select(link => context.Graph[link.Node.Input(1)]).ToList();
        var weights = context.AddConstant(constants[0].Name + ".chain", target.Type, [tiling.WramBytes / target.ElementBytes], tiling.WramBytes, () =>
        {
            var bytes = new byte[tiling.WramBytes];
            for (var s = 0; s < constants.Count; s++)
            {
                ConvWeights.Pack(tiling.Weights[s], target.Type, LoweringContext.Floats(constants[s].Constant!.Load()), ConvLowering.Strides(constants[s].Shape))
                    .CopyTo(bytes.AsSpan((int)tiling.WeightOffsets[s]));
            }

            return bytes;
        });
        var name = string.Join(" > ", links.Select(link => link.Node.OnnxType)) + ending.Suffix;
        var kernel = ChainKernel.Write(context.KernelName(first.Name), tiling, target);
        var arguments = new List<(string, TensorView)> { ("x", x), ("w", TensorView.Dense(weights, [1])), ("residual", residual) };
        for (var s = 0; s < links.Count; s++)
        {
            if (chain.Stages[s].HasBias)
            {
                arguments.Add(($"bias{s}", context.View(links[s].Node.Input(2))));
            }
        }

        arguments.Add(("y", context.NewResult(ending.Result, order)));
        var layer = $"{first.Name} +{links.Count - 1}";
        context.Emit(layer, name, chain.Macs, kernel, [.. arguments]);
    }
}
