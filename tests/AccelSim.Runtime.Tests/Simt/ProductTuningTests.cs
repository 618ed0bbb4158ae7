using System.Collections.Immutable;
using AccelSim.Compiler.Simt;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Runtime.Simt;

namespace AccelSim.Runtime.Tests.Simt;

/// <summary>Schedules that are tried by simulation: what is tried, kept and used again.</summary>
public sealed class ProductTuningTests
{
    private const int Candidates = 3;

    private static readonly SimtChip Chip = (SimtChip)ChipFile.Load(Repository.File("configs", "chips", "a100-sxm4-80.yaml"), ["sms=8"]);

    private readonly List<TunedProduct> _tried = [];
    private readonly Dictionary<string, string> _chosen = new(StringComparer.Ordinal);

    [Fact]
    public void What_is_kept_is_never_slower_than_what_the_cost_model_takes()
    {
        var tuned = Compile(Tuning(program => ProductTimer.Cycles(Chip, program, sample: false, TestContext.Current.CancellationToken)));
        var plain = Notes(Compile(null));
        var notes = Notes(tuned);
        Assert.NotEmpty(_tried);
        Assert.All(_tried, product =>
        {
            Assert.InRange(product.Trials.Length, 2, Candidates);
            Assert.Equal(product.Trials.Min(trial => trial.Simulated), product.Trials[product.Chosen].Simulated);
            Assert.True(product.Trials.Zip(product.Trials.Skip(1)).All(pair => pair.First.Estimated <= pair.Second.Estimated));
            Assert.Contains(product.Trials[0].Schedule, plain[product.Layer], StringComparison.Ordinal);
            Assert.Contains(product.Trials[product.Chosen].Schedule, notes[product.Layer], StringComparison.Ordinal);

            // The cost model and the simulation speak of the same product.
            Assert.All(product.Trials, trial => Assert.InRange(trial.Simulated / trial.Estimated, 0.2, 10));
        });
        Assert.All(_chosen, layer => Assert.Contains(layer.Value, notes[layer.Key], StringComparison.Ordinal));
    }

    /// <summary>The schedule is the timer's choice and nobody else's: here the last one.</summary>
    [Fact]
    public void The_fastest_is_kept_whatever_the_cost_model_thinks()
    {
        var next = 1_000_000;
        Compile(Tuning(_ => next--));
        Assert.All(_tried, product => Assert.Equal(product.Trials.Length - 1, product.Chosen));
    }

    [Fact]
    public void Equal_products_are_tried_once_and_a_tie_changes_nothing()
    {
        var timed = 0;
        var tuned = Compile(Tuning(_ =>
        {
            timed++;
            return 7;
        }));
        Assert.Equal(_tried.Sum(product => product.Trials.Length), timed);
        Assert.Equal(_tried.Count, _tried.Select(product => product.Layer).Distinct().Count());
        Assert.True(_chosen.Count >= _tried.Count);
        Assert.Equal(Bytes(Compile(null)), Bytes(tuned));
    }

    [Fact]
    public void Forcing_what_was_kept_gives_the_same_program_and_tries_nothing()
    {
        var next = 1_000_000;
        var tuned = Compile(Tuning(_ => next--));
        _tried.Clear();
        var again = Compile(Tuning(_ => throw new InvalidOperationException("is forced")), _chosen.ToImmutableDictionary());
        Assert.Empty(_tried);
        Assert.Equal(Bytes(tuned), Bytes(again));
    }

    private static ImmutableArray<byte> Bytes(ProgramImage image) => [.. image.Kernels.SelectMany(kernel => kernel.Code.ToArray())];

    /// <summary>How the kernels of each layer were divided.</summary>
    private static Dictionary<string, string> Notes(ProgramImage image) => image.Kernels.Select(kernel => kernel.Source[0])
        .GroupBy(range => image.Layers[range.Layer].Name).ToDictionary(group => group.Key, group => string.Join(' ', group.Select(range => range.Note)));

    private static ProgramImage Compile(ProductTuning? tuning, ImmutableDictionary<string, string>? schedules = null) => ModelCompiler.Compile(
        Repository.File("programs", "models", "gpt2_block.onnx"),
        Chip,
        new ModelOptions
        {
            Dimensions = ImmutableDictionary<string, long>.Empty.Add("sequence", 64),
            Tuning = tuning,
            Schedules = schedules ?? ImmutableDictionary<string, string>.Empty,
        }).Image;

    private ProductTuning Tuning(Func<Compiler.Simt.Operators.OperatorProgram, long> cycles) => new()
    {
        Candidates = Candidates,
        Cycles = cycles,
        Tried = _tried.Add,
        Chosen = (layer, schedule) => _chosen[layer] = schedule,
    };
}
