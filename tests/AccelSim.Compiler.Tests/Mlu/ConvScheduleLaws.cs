using System.Collections.Immutable;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Passes;
using AccelSim.Graph.Reference;
using AccelSim.Graph.Tests;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Every way to divide a convolution gives the reference interpreter's values, and no access that nothing orders.</summary>
public sealed class ConvScheduleLaws
{
    /// <summary>How tiles move and who shares what.</summary>
    private static readonly (int Stages, bool Share, bool Union)[] Forms =
        [(3, false, false), (3, true, true), (4, false, false), (5, false, false), (4, false, true), (5, false, true), (4, true, true), (5, true, true)];

    /// <summary>A form, a chip and the seed of everything else.</summary>
    private sealed record Draw(int Form, int Clusters, int Cores, int Union, int Seed);

    private static Gen<Draw> Draws { get; } =
        from form in Gen.Choose(0, Forms.Length - 1)
        from clusters in Gen.Elements(2, 4)
        from cores in Gen.Elements(2, 4)
        from union in Gen.Elements(1, 2, 4)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Draw(form, clusters, cores, Math.Min(union, clusters), seed);

    [Fact]
    public void Values_in_fp32_are_those_of_the_reference_and_nothing_races() => EveryFormAgrees(ElementType.Float32, 1e-4, 320);

    [Fact]
    public void Values_in_fp16_are_those_of_the_reference_and_nothing_races() => EveryFormAgrees(ElementType.Float16, 2e-2, 160);

    private static void EveryFormAgrees(ElementType precision, double tolerance, int count)
    {
        var ran = new int[Forms.Length];
        Law.Holds(Draws, draw =>
        {
            var random = new Random(draw.Seed);
            var original = random.Next(3) == 0 ? WithResidual(random) : RandomNetworkLaws.Convolution(random.Next());
            var graph = PassPipeline.Optimize(original);
            var node = graph.Nodes.First(candidate => candidate.Operator is Conv);
            var schedule = Schedule(random, draw, graph, node);
            var chip = Agreement.Chip(
                "toy-mlu", $"clusters={draw.Clusters}", $"maxUnion={draw.Clusters}", $"coresPerCluster={draw.Cores}", "core.scratchpads.wram.size=128 KiB", "sram.size=512 KiB");
            var options = new CompileOptions { Precision = precision, Schedules = ImmutableDictionary<string, string>.Empty.Add(node.Name, schedule.ToString()) };
            var detector = new MluRaceDetector();
            try
            {
                Agreement.Check(original, chip, options, tolerance, Interpreter.Run(original, Agreement.Inputs(original)), detector);
                ran[draw.Form]++;
            }
            catch (CompileException problem) when (problem.Message.Contains("does not fit", StringComparison.Ordinal))
            {
                // such a draw is refused with the reason
            }
            catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"{schedule} on {draw}: {problem.Message}", problem);
            }

            Assert.True(detector.Races.IsEmpty, $"{schedule} on {draw}: {string.Join('\n', detector.Races.Take(3))}");
        }, count: count);
        Assert.All(ran, times => Assert.True(times * 25 >= count, $"of {count} draws the forms ran {string.Join(", ", ran)} times"));
    }

    /// <summary>Sizes at random, the tasks so that the form is possible.</summary>
    private static ConvSchedule Schedule(Random random, Draw draw, ModelGraph graph, Node node)
    {
        var (stages, share, inUnion) = Forms[draw.Form];
        var union = inUnion ? stages > 3 ? Math.Max(draw.Union, 2) : draw.Union : 1;
        var gang = union * draw.Cores;
        var others = draw.Clusters / union;
        var (rowTasks, coTasks) = (stages, share) switch
        {
            (3, false) => (random.Next(1, 9), random.Next(1, 9)),
            (3, true) => (gang * random.Next(1, 3), random.Next(1, others + 1)),
            (_, true) => (union * random.Next(1, others + 1), draw.Cores),
            _ => (random.Next(1, others + 1), gang * random.Next(1, 3)),
        };
        var y = graph[node.Output].Shape;
        var window = ((Conv)node.Operator).Window;
        var ci = graph[node.Input(0)].Shape[1];
        var cut = stages == 3 || share || union == 1;
        int Some(long most) => random.Next(1, (int)most + 1);
        return new ConvSchedule(
            rowTasks, coTasks, Some(Math.Min(y[2], 5)), Some(y[1]), cut && random.Next(2) == 0 ? Some(Math.Min(ci, 4)) : 1, share,
            cut && random.Next(2) == 0 ? Some(y[3]) : 0, cut && random.Next(2) == 0 ? Some(window.Kernel[0]) : 1, stages, union);
    }

    /// <summary>A convolution, an addition and an activation that become one kernel.</summary>
    private static ModelGraph WithResidual(Random random)
    {
        long ci = random.Next(1, 40), co = random.Next(1, 150), height = random.Next(2, 14), width = random.Next(2, 14), n = random.Next(1, 3);
        var b = new GraphBuilder("residual");
        var x = b.Input("x", new TensorType(ElementType.Float32, new Shape(n, ci, height, width)));
        var other = b.Input("other", new TensorType(ElementType.Float32, new Shape(n, co, height, width)));
        var window = Window.Of(3, 3) with { PadsBegin = [1, 1], PadsEnd = [1, 1] };
        var conv = b.Node(
            "conv", new Conv { Window = window }, x, b.Constant("w", RandomGraphs.Noise(random, new Shape(co, ci, 3, 3), 0, 0.3)), b.Constant("bias", RandomGraphs.Noise(random, new Shape(co))));
        b.Output("y", b.Node("relu", new Activate(Activation.Relu), b.Node("sum", new Binary(BinaryFunction.Add), conv, other)));
        return b.Build();
    }
}
