using AccelSim.Compiler;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;
using FsCheck.Fluent;

namespace AccelSim.Runtime.Tests;

/// <summary>A program is compiled once for all chips that look the same to the compiler, and a reused program gives the result of a fresh one.</summary>
public sealed class ProgramCacheTests
{
    private static readonly string Model = Repository.File("programs", "models", "gpt2_block.onnx");
    private static readonly ModelOptions Options = new() { Dimensions = System.Collections.Immutable.ImmutableDictionary<string, long>.Empty.Add("sequence", 16) };

    /// <summary>Changes everything of a chip that its view leaves out, at once: whatever else the compiler read would show in the program.</summary>
    [Theory]
    [InlineData("mlu370-x4", 40)]
    [InlineData("a100-sxm4-80", 20)]
    [InlineData("h100-sxm5", 20)]
    public async Task A_chip_that_differs_in_all_that_the_compiler_does_not_read_gets_the_same_program(string name, int least)
    {
        var cache = new ProgramCache();
        var chip = Chip(name);
        var view = cache.View(Model, chip, Options);
        var changes = new List<string>();
        foreach (var parameter in ChipParameter.Of(chip).Where(parameter => parameter.Value > 0))
        {
            var change = ((double[])[1.1, 2]).Select(parameter.Times).OfType<long>().Select(parameter.Assignment)
                .FirstOrDefault(change => TryChip(name, [.. changes, change]) is { } other && cache.View(Model, other, Options) == view);
            changes.AddRange(change is null ? [] : [change]);
        }

        Assert.True(changes.Count >= least, $"{changes.Count}: {string.Join(", ", changes)}");
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(await BytesAsync(ModelCompiler.Compile(Model, chip, Options), token), await BytesAsync(ModelCompiler.Compile(Model, Chip(name, [.. changes]), Options), token));
    }

    /// <summary>Chips drawn at random through one cache: each run is that of a program compiled for it alone.</summary>
    [Fact]
    public async Task A_reused_program_gives_exactly_the_result_of_a_fresh_one()
    {
        string[] free = ["launch.perTask=130 cycles", "dram.controller.readQueue=48", "core.scalar.float=5 cycles", "dram.device.timings.tRFC=200 cycles", "core.queues[1].depth=4"];
        string[] read = ["core.vector.startOverhead=20 cycles", "dram.channels=12", "network.clusterPort.latency=90 cycles"];
        var host = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"));
        var (cache, views) = (new ProgramCache(), new HashSet<CompilerView>());
        foreach (var pick in Gen.Choose(0, (1 << (free.Length + read.Length)) - 1).Sample(3, 11))
        {
            var chip = Chip("mlu370-x4", [.. free.Concat(read).Where((_, i) => (pick >> i & 1) != 0)]);
            views.Add(cache.View(Model, chip, Options));
            var token = TestContext.Current.CancellationToken;
            var reused = await Simulator.RunAsync(cache.Get(Model, chip, Options), chip, host, cancellation: token);
            var fresh = await Simulator.RunAsync(ModelCompiler.Compile(Model, chip, Options), chip, host, cancellation: token);
            Assert.Equal(RunResultJson.ToText(fresh), RunResultJson.ToText(reused));
        }

        Assert.Equal(views.Count, cache.Compiled);
        Assert.InRange(views.Count, 2, 3);
    }

    [Fact]
    public void Options_and_models_are_kept_apart_and_what_fails_is_tried_again()
    {
        var (cache, chip) = (new ProgramCache(), Chip("mlu370-x4"));
        var one = cache.Get(Model, chip, Options);
        Assert.Same(one, cache.Get(Model, chip, Options with { Dimensions = Options.Dimensions.SetItem("sequence", 16) }));
        Assert.NotSame(one, cache.Get(Model, chip, Options with { Dimensions = Options.Dimensions.SetItem("sequence", 8) }));
        Assert.NotSame(one, cache.Get(Model, chip, Options with { Precision = "fp32" }));
        Assert.Equal(3, cache.Compiled);

        var small = Chip("mlu370-x4", "dram.capacity=24 MiB");
        Assert.Throws<CompileException>(() => cache.Get(Model, small, Options));
        Assert.Throws<CompileException>(() => cache.Get(Model, small, Options));
        Assert.Equal(5, cache.Compiled);
    }

    /// <summary>The oldest goes first, and whoever is asked for is young again.</summary>
    [Fact]
    public void So_many_are_kept_and_no_more()
    {
        var (recent, made) = (new RecentResults<int, string>(2), new List<int>());
        foreach (var key in (int[])[1, 2, 1, 3, 1, 2])
        {
            Assert.Equal($"of {key}", recent.Get(key, () =>
            {
                made.Add(key);
                return $"of {key}";
            }));
        }

        Assert.Equal([1, 2, 3, 2], made);
    }

    private static ChipSpec Chip(string name, params string[] changes) => ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"), changes);

    private static ChipSpec? TryChip(string name, string[] changes)
    {
        try
        {
            return Chip(name, changes);
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }

    private static async Task<byte[]> BytesAsync(CompiledModel model, CancellationToken token)
    {
        using var stream = new MemoryStream();
        await ProgramImageFile.WriteAsync(ModelCompiler.ShapesOnly(model.Image), stream, token);
        return stream.ToArray();
    }
}
