using AccelSim.Machine;
using AccelSim.Results.Explain;
using AccelSim.Runtime;
using AccelSim.Studies.Explain;
using FsCheck.Fluent;

namespace AccelSim.Studies.Tests;

/// <summary>What an explanation says is what runs with the number changed say, and what can be worked out by hand.</summary>
public sealed class ExplainTests : IDisposable
{
    private const int Launches = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("accelsim-explain-").FullName;

    private string Program => Path.Combine(_folder, "a.asm");

    private string Chip => Path.Combine(_folder, "chip.yaml");

    public ExplainTests()
    {
        File.WriteAllText(Program, MluPrograms.Copy(Launches));
        File.WriteAllText(Chip, $"extends: {Repository.File("configs", "chips", "toy-mlu.yaml")}\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Chips whose time is nearly all drain, half of it, or little: what the ledger says is what the simulation says, to the femtosecond, and the elasticity is the drain's part of the time.
    /// </summary>
    [Fact]
    public void The_ledger_says_what_simulating_again_says() => Law.Holds(
        from drain in Gen.Choose(1, 200_000)
        from other in Gen.Choose(1, 400_000)
        select (drain, other),
        pick =>
        {
            var subject = Subject($"launch.kernelDrain={pick.drain} ns");
            var present = subject.SameAsync(subject.Chip, "", default).Result;
            var parameter = ChipParameter.Of(subject.Chip).Single(parameter => parameter.Path == "launch.kernelDrain");
            var value = pick.other * 1_000_000L;
            var step = new ParameterStep(parameter, value, subject.Variant([parameter.Assignment(value)], out _)!);
            var told = new LedgerAnswer(present, subject.Chip).Time(step);
            Assert.Equal(subject.SameAsync(step.Chip, step.Change, default).Result.Femtoseconds, told);
            Assert.Equal(present.Femtoseconds + (Launches * (value - (pick.drain * 1_000_000L))), told);
        }, count: 12);

    [Fact]
    public async Task A_chip_of_one_bottleneck_has_one_elasticity_and_it_is_the_bottlenecks_share()
    {
        var subject = Subject("launch.kernelDrain=3 ms");
        var effect = (await ExplainAsync(subject, new ExplainOptions { Under = "launch." })).Effects[0];
        var present = (await subject.SameAsync(subject.Chip, "", TestContext.Current.CancellationToken)).Femtoseconds;
        Assert.Equal(("launch.kernelDrain", "3 ms", EffectSource.Ledger), (effect.Path, effect.Value, effect.Source));
        var share = Launches * 3e12 / present;
        Assert.InRange(share, 0.99, 1);
        Assert.Equal(share, effect.Elasticity!.Value, 1e-3);
        Assert.Equal(1 + (0.1 * share), effect.Up!.Time, 1e-9);
        Assert.Equal(1 - (0.1 * share), effect.Down!.Time, 1e-9);
        Assert.All(effect.Layers, layer => Assert.Equal(1.0 / effect.Layers.Length, layer.Share, 1e-9));
    }

    [Fact]
    public async Task Every_effect_is_that_of_a_run_with_the_number_changed()
    {
        var explanation = await ExplainAsync(Subject(), new ExplainOptions { Under = "core.", Limits = 2, Workers = 3 });
        var present = await CyclesAsync();
        Assert.Equal(present, explanation.Femtoseconds);
        var seen = explanation.Effects.Where(effect => effect.Weight > 0).ToList();
        Assert.True(seen.Count > 3);
        foreach (var effect in seen.Take(6))
        {
            foreach (var step in ((StepEffect?[])[effect.Up, effect.Down]).OfType<StepEffect>())
            {
                Assert.Equal((double)await CyclesAsync($"{effect.Path}={step.Value}") / present, step.Time);
            }

            var (high, low) = (effect.Up ?? new("", 1, 1), effect.Down ?? new("", 1, 1));
            Assert.Equal(Math.Log(high.Time / low.Time) / Math.Log(high.Factor / low.Factor), effect.Elasticity!.Value, 1e-9);
        }

        foreach (var effect in explanation.Effects.Where(effect => effect.Limit is { Factor: not 1 }))
        {
            Assert.Equal((double)present / await CyclesAsync($"{effect.Path}={effect.Limit!.Value}"), effect.Limit.Speedup);
        }
    }

    /// <summary>All numbers that the file's records hold are looked at or said to be left out; energy and area never decide time.</summary>
    [Fact]
    public async Task Nothing_is_left_out_unsaid()
    {
        var subject = Subject();
        var explanation = await ExplainAsync(subject, new ExplainOptions { Under = "l", Limits = 0 });
        var expected = ChipParameter.Of(subject.Chip).Select(parameter => parameter.Path).Where(path => path.StartsWith('l')).Order(StringComparer.Ordinal);
        Assert.Equal(expected, explanation.Effects.Select(effect => effect.Path).Concat(explanation.Skipped.Select(skipped => skipped.Path)).Order(StringComparer.Ordinal));
        Assert.All(explanation.Skipped, skipped => Assert.NotEqual("", skipped.Reason));
        Assert.DoesNotContain(ChipParameter.Of(subject.Chip), parameter => parameter.Path.StartsWith("energy", StringComparison.Ordinal) || parameter.Path.StartsWith("area", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(900, false)]
    public async Task A_target_is_reached_by_a_change_that_reaches_it_or_by_none(double speedup, bool reached)
    {
        var target = (await ExplainAsync(Subject("launch.kernelDrain=100 us"), new ExplainOptions { Under = "launch.", Target = speedup, Limits = 1 })).Target!;
        var change = reached ? target.Reached[0] : target.Best!;
        Assert.Equal(reached, !target.Reached.IsEmpty);
        Assert.Equal("launch.kernelDrain", change.Path);
        var present = await CyclesAsync("launch.kernelDrain=100 us");
        Assert.Equal((double)present / await CyclesAsync($"launch.kernelDrain={change.To}"), change.Speedup);
        Assert.Equal(reached, change.Speedup >= speedup);

        // All of 3 x 100 us could go: 1.5 times as fast needs a third of the time less, which is a little more than a third of the drains.
        Assert.True(!reached || change.Factor is > 0.55 and < 0.67, $"{change.Factor}");
    }

    [Fact]
    public async Task What_is_interrupted_has_what_was_found()
    {
        using var stop = new CancellationTokenSource();
        var explainer = new Explainer(Subject(), new ExplainOptions { Under = "core.scalar." });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => explainer.RunAsync(text => Stop(text.StartsWith("4 of", StringComparison.Ordinal)), stop.Token));
        var part = explainer.Result("interrupted")!;
        Assert.Equal("interrupted", part.Partial);
        Assert.Equal(4, part.Effects.Length);

        void Stop(bool now)
        {
            if (now)
            {
                stop.Cancel();
            }
        }
    }

    private ExplainSubject Subject(params string[] settings) =>
        ExplainSubject.LoadAsync(Load(settings), Chip, settings, new ProgramCache(), TestContext.Current.CancellationToken).Result;

    private static async Task<Explanation> ExplainAsync(ExplainSubject subject, ExplainOptions options)
    {
        var explainer = new Explainer(subject, options);
        await explainer.RunAsync(_ => { }, TestContext.Current.CancellationToken);
        return explainer.Result()!;
    }

    /// <summary>Time of a run with something changed, the way <c>run --set</c> goes.</summary>
    private async Task<long> CyclesAsync(params string[] settings)
    {
        var run = Load(settings);
        var image = await ProgramFile.LoadAsync(run.ModelPath, run.Chip, TestContext.Current.CancellationToken);
        return (await Simulator.RunAsync(image, run.Chip, run.Host, new SessionOptions { Model = image.Name, Precision = "as compiled" }, cancellation: TestContext.Current.CancellationToken)).Femtoseconds;
    }

    private LoadedRun Load(string[] settings) => RunFile.Complete(new RunSpec { Model = Program, Chip = Chip, Host = Repository.File("configs", "hosts", "ideal.yaml") }, Chip, settings);
}
