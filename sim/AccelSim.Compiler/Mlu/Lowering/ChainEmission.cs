using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>
/// Finds chains of convolutions that are worth computing depth first: each stage alone reads the one before, and the estimate is below that of separate kernels
/// with their launches. A run of such stages is divided into chains and single kernels as a whole, so that what one chain takes is not missed by a better one.
/// </summary>
internal static class ChainEmission
{
    private const int LongestChain = 4;
    private const int LongestRun = 12;

    // a stage that no schedule fits alone goes to the host: any chain is better
    private const double HostCycles = 1e12;

    private sealed record Link(Node Node, ConvProblem Problem);

    /// <summary>Emits a chain that starts at a convolution, or returns false when it is better off alone.</summary>
    public static bool TryEmit(LoweringContext context, Node node, ConvProblem problem)
    {
        if (!context.Options.Fuse || context.Options.Schedules.ContainsKey(node.Name))
        {
            return false;
        }

        var run = Follow(context, node, problem);
        if (Best(context, run) is not { } chosen)
        {
            return false;
        }

        Emit(context, chosen);
        return true;
    }

    /// <summary>Convolutions of which each alone reads the one before, as far as they go.</summary>
    private static List<Link> Follow(LoweringContext context, Node node, ConvProblem problem)
    {
        var links = new List<Link> { new(node, problem) };
        while (links.Count < LongestRun && context.Graph.OnlyConsumer(links[^1].Node.Output) is { Operator: Conv { Window.Rank: 2 } conv } next
            && context.Graph[next.Input(1)].IsConstant && ActivationCode.Supports(conv.Activation) && ConvLowering.Problem(context, next, conv) is var following && (following.Groups == 1 || following.IsDepthwise)
            && !context.Options.Schedules.ContainsKey(next.Name))
        {
            links.Add(new Link(next, following));
        }

        return links;
    }

    /// <summary>A chain that may be emitted.</summary>
    private sealed record Candidate(List<Link> Links, ChainProblem Problem, ChainSchedule Schedule, Ending Ending);

    /// <summary>The chain at the start of a run in the division of the whole run with the least estimated time; null when its first convolution is better off alone.</summary>
    private static Candidate? Best(LoweringContext context, List<Link> run)
    {
        var launch = context.Target.LaunchCycles;
        var rest = new double[run.Count + 1];
        Candidate? first = null;
        for (var start = run.Count - 1; start >= 0; start--)
        {
            first = null;
            rest[start] = launch + Separate(context, WithEnding(context, run.GetRange(start, 1)).Stages[0]) + rest[start + 1];
            for (var length = 2; length <= Math.Min(LongestChain, run.Count - start); length++)
            {
                var links = run.GetRange(start, length);
                var (stages, ending) = WithEnding(context, links);
                var problem = new ChainProblem([.. stages], ending.Residual is { } residual && residual == links[0].Node.Input(0) && KeepsShape(stages));
                if (ChainTiling.CanFollow(problem.Stages) && ChainScheduler.Choose(problem, context.Target) is var (schedule, cycles) && launch + cycles + rest[start + length] < rest[start])
                {
                    rest[start] = launch + cycles + rest[start + length];
                    first = new Candidate(links, problem, schedule, ending);
                }
            }
        }

        return first;
    }

    /// <summary>What follows the last stage: a residual and an activation that the kernel takes in.</summary>
    private sealed record Ending(ValueId Result, ValueId? Residual, ImmutableArray<Node> Absorbed, string Suffix);

    private static (List<ConvProblem> Stages, Ending Ending) WithEnding(LoweringContext context, List<Link> links)
    {
        var stages = links.Select(link => link.Problem).ToList();
        var last = links[^1].Node;
        if (stages[^1].IsDepthwise || !stages[^1].Activation.IsNone || ResidualAddition.Of(context, last) is not var (addition, other))
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

    /// <summary>Estimated cycles of a stage alone, or those of the host.</summary>
    private static double Separate(LoweringContext context, ConvProblem stage)
    {
        var target = context.Target;
        if (stage.IsDepthwise)
        {
            return DepthwiseKernel.Estimate(stage, target) ?? HostCycles;
        }

        var simple = stage.Simplified();
        return context.BestSchedule(simple) is { } schedule ? ConvScheduler.Estimate(new ConvTiling(simple, schedule, target), target) : HostCycles;
    }

    private static void Emit(LoweringContext context, Candidate chosen)
    {
        var (links, chain, schedule, ending) = chosen;
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
        var weights = context.AddConstant(constants[0].Name + ".chain", context.Precision, [tiling.WramBytes / target.ElementBytes], tiling.WramBytes, () =>
        {
            var bytes = new byte[tiling.WramBytes];
            for (var s = 0; s < constants.Count; s++)
            {
                if (tiling.Weights[s] is { } packing)
                {
                    ConvWeights.Pack(packing, context.Precision, LoweringContext.Floats(constants[s].Constant!.Load()), ConvLowering.Strides(constants[s].Shape))
                        .CopyTo(bytes.AsSpan((int)tiling.WeightOffsets[s]));
                }
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

            if (chain.Stages[s].IsDepthwise)
            {
                arguments.Add(($"taps{s}", ConvLowering.Taps(context, links[s].Node.Input(1))));
            }
        }

        arguments.Add(("y", context.NewResult(ending.Result, order)));
        var layer = $"{first.Name} +{links.Count - 1}";
        context.Emit(layer, name, chain.Macs, kernel, [.. arguments]);
    }
}
