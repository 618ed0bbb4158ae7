using System.Collections.Immutable;
using AccelSim.Compiler.Mlu;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Graph.Passes;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>
/// A program that lacks a sync computes the right tensor in program order and would be timed too fast. So every sync and barrier of compiled,
/// double-buffered kernels is taken out in turn, and the race detector (or a deadlock) must notice.
/// </summary>
public sealed class SyncDeletionTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Every_sync_of_a_compiled_matrix_product_is_needed(int slices, bool share)
    {
        var schedule = new ConvSchedule(RowTasks: 4, CoTasks: 1, Rows: 4, Co: 32, Slices: slices, Share: share);
        EverySyncIsNeeded(Product(64, 48, 96), schedule.ToString(), share ? 3 : 1);
    }

    [Theory]
    [InlineData("conv(rowTasks=4,coTasks=1,rows=4,co=32,slices=1,union=2,share)", 4)]
    [InlineData("conv(rowTasks=4,coTasks=1,rows=4,co=32,slices=2,union=2,share)", 4)]
    [InlineData("conv(rowTasks=2,coTasks=2,rows=4,co=24,slices=1,stages=4,own)", 2)]
    [InlineData("conv(rowTasks=2,coTasks=2,rows=4,co=24,slices=1,stages=5,own)", 2)]
    [InlineData("conv(rowTasks=1,coTasks=4,rows=4,co=24,slices=1,stages=5,union=2,own)", 3)]
    [InlineData("conv(rowTasks=2,coTasks=2,rows=4,co=24,slices=1,stages=5,union=2,share)", 5)]
    public void Every_sync_of_a_kernel_that_goes_through_SRAM_is_needed(string schedule, int atLeast) => EverySyncIsNeeded(Product(64, 48, 96), schedule, atLeast);

    [Fact]
    public void Every_sync_of_a_compiled_convolution_with_padding_is_needed() =>
        EverySyncIsNeeded(RandomNetworkLaws.Convolution(3), null, 1);

    private static void EverySyncIsNeeded(ModelGraph original, string? schedule, int atLeast)
    {
        var chip = Agreement.Chip("toy-mlu", "core.scratchpads.nram.size=32 KiB");
        var graph = PassPipeline.Optimize(original);
        var node = Assert.Single(graph.Nodes);
        var options = new CompileOptions { Precision = ElementType.Float32 };
        options = schedule is null ? options : options with { Schedules = options.Schedules.Add(node.Name, schedule) };
        var image = MluCompiler.Compile(graph, chip, options);
        var kernel = Assert.Single(image.Kernels);
        Assert.Null(Complaint(image, chip, graph));
        ImmutableArray<MluInstruction> code = [.. MluEncoding.DecodeAll(kernel.Code.Span)];
        var syncs = Enumerable.Range(0, code.Length).Where(pc => code[pc].Opcode is MluOpcode.Sync or MluOpcode.Barrier).ToArray();
        Assert.True(syncs.Length >= atLeast, $"only {syncs.Length} syncs");
        foreach (var pc in syncs)
        {
            var without = MluEncoding.EncodeAll(code.SetItem(pc, new MluInstruction { Opcode = MluOpcode.Nop }).AsSpan());
            var broken = image with { Kernels = [kernel with { Code = without }] };
            Assert.True(Complaint(broken, chip, graph) is not null, $"nobody misses {code[pc]} at instruction {pc} of {kernel.Source[0].Note}");
        }
    }

    /// <summary>The first race, or the deadlock; null for a sound program.</summary>
    private static string? Complaint(ProgramImage image, MluChip chip, ModelGraph graph)
    {
        var detector = new MluRaceDetector();
        try
        {
            new MluImageRun(image, chip, detector).Run(graph, Agreement.Inputs(graph));
        }
        catch (MluDeadlockException deadlock)
        {
            return deadlock.Message;
        }

        return detector.Races.IsEmpty ? null : detector.Races[0].ToString();
    }

    private static ModelGraph Product(long m, long k, long n)
    {
        var b = new GraphBuilder("product");
        var x = b.Input("x", new TensorType(ElementType.Float32, new Shape(m, k)));
        var weights = new Tensor(ElementType.Float32, new Shape(k, n));
        var values = weights.Span<float>();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ((i % 11) - 5) / 8f;
        }

        b.Output("y", b.Node("product", new MatMul(), x, b.Constant("w", weights)));
        return b.Build();
    }
}
