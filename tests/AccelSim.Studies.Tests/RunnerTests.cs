using AccelSim.Machine;
using FsCheck.Fluent;

namespace AccelSim.Studies.Tests;

/// <summary>Points are run once, side by side, and what comes out does not depend on how.</summary>
public sealed class RunnerTests : IDisposable
{
    private const string Copy = """
        .buffer x, f32, 4096, random
        .buffer y, f32, 4096
        .kernel copy, block
        .param x, y
            ld.param r1, x
            ld.param r2, y
            mv.sreg r3, %taskid
            mul.scalar.u32 r3, r3, 1024
            add.scalar.u32 r1, r1, r3
            add.scalar.u32 r2, r2, r3
            copy.gdram.nram 0, r1, 1024
            sync
            copy.nram.gdram r2, 0, 1024
            sync
            halt
        .end
        .launch copy, 4 (x, y)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("accelsim-study-").FullName;

    private string Chip => Path.Combine(_folder, "chip.yaml");

    public RunnerTests()
    {
        File.Copy(Repository.File("programs", "mlu", "softmax-row.asm"), Path.Combine(_folder, "a.asm"));
        File.WriteAllText(Chip, $"extends: {Repository.File("configs", "chips", "mlu370-x4.yaml")}\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Workers_change_nothing()
    {
        var one = await RunAsync("one.jsonl", workers: 1);
        var many = await RunAsync("many.jsonl", workers: 5);
        Assert.Equal(6, one.Count);
        Same(one, many);
        Assert.True(one.Select(row => row.Metric("cycles")).Distinct().Count() > 3, "the axes do nothing");
        Assert.All(one, row => Assert.True(row.Error is null, row.Error));
    }

    /// <summary>A run that ends after any number of rows, some of them cut, leaves a store from which the same table is made.</summary>
    [Fact]
    public async Task A_study_that_was_stopped_anywhere_ends_with_the_same_table()
    {
        var expected = await RunAsync("whole.jsonl");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, "whole.jsonl"), TestContext.Current.CancellationToken);
        foreach (var length in Gen.Choose(0, bytes.Length).Sample(6, 4))
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, "cut.jsonl"), bytes[..length], TestContext.Current.CancellationToken);
            Same(expected, await RunAsync("cut.jsonl"));
        }
    }

    [Fact]
    public async Task What_is_stopped_goes_on_where_it_was()
    {
        using var stop = new CancellationTokenSource();
        var (plan, store) = (Plan(), StudyStore.Open(Path.Combine(_folder, "s.jsonl")));
        using (store)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StudyRunner(plan, store, new StudyKeys("v")).RunAsync(1, progress =>
            {
                if (progress.Done == 2)
                {
                    stop.Cancel();
                }
            }, stop.Token));
        }

        Assert.Equal(2, StudyStore.Rows(Path.Combine(_folder, "s.jsonl")).Count);
        Assert.Equal(4, await FreshAsync("v"));
    }

    [Fact]
    public async Task Only_points_that_a_change_touches_are_run_again()
    {
        Assert.Equal(6, await FreshAsync("v"));
        Assert.Equal(0, await FreshAsync("v"));

        await File.AppendAllTextAsync(Chip, "# a remark\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, await FreshAsync("v"));
        Assert.Equal(3, await FreshAsync("v", "[12, 24, 48]"));

        await File.AppendAllTextAsync(Chip, "maxUnion: 4\n", TestContext.Current.CancellationToken);
        Assert.Equal(6, await FreshAsync("v"));
        Assert.Equal(6, await FreshAsync("another program"));

        await File.AppendAllTextAsync(Path.Combine(_folder, "a.asm"), "; a remark\n", TestContext.Current.CancellationToken);
        Assert.Equal(6, await FreshAsync("v"));
    }

    [Fact]
    public async Task A_point_that_fails_is_a_row()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "b.asm"), Copy, TestContext.Current.CancellationToken);
        var rows = await RunAsync("s.jsonl", models: "[a.asm, b.asm]");
        Assert.Equal(12, rows.Count);
        Assert.Equal(6, rows.Count(row => row.Error is null));
        Assert.All(rows.Where(row => row.Label("model") == "b"), row => Assert.Contains("b.asm", row.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_are_those_of_the_run()
    {
        var plan = Plan("[24]");
        var row = (await RunAsync("s.jsonl", "[24]"))[0];
        var run = RunFile.Complete(plan.Points().First().Run, plan.File);
        var image = Runtime.DeviceFamilies.Assemble(await File.ReadAllTextAsync(run.ModelPath, TestContext.Current.CancellationToken), run.ModelPath, run.Chip);
        var result = await Runtime.Simulator.RunAsync(image, run.Chip, run.Host, new Runtime.SessionOptions { Model = image.Name, Precision = "as compiled" }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(result.Femtoseconds / 1e15, row.Metric("seconds"));
        Assert.Equal(result.Counters.DramReadBytes + result.Counters.DramWriteBytes, row.Metric("dramBytes"));
        Assert.Equal(1.0, row.Metrics.Where(entry => entry.Key.StartsWith(StudyMetrics.CausePrefix, StringComparison.Ordinal)).Sum(entry => entry.Value), 1e-9);
    }

    private static void Same(IReadOnlyList<StudyRow> expected, IReadOnlyList<StudyRow> actual)
    {
        Assert.Equal(expected.Select(row => row.Key), actual.Select(row => row.Key));
        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.At, pair.Second.At);
            Assert.Equal(pair.First.Metrics, pair.Second.Metrics);
        });
    }

    private StudyPlan Plan(string channels = "[12, 24]", string models = "[a.asm]") => StudyPlan.Of(
        StudyFile.Parse($$"""
            models: {{models}}
            chips: [chip.yaml]
            hosts: ["{{Repository.File("configs", "hosts", "ideal.yaml")}}"]
            axes:
              - { path: dram.channels, values: {{channels}} }
              - { path: clock, range: { from: 800 MHz, to: 1200 MHz, step: 200 MHz } }
            """),
        Path.Combine(_folder, "study.yaml"));

    private async Task<IReadOnlyList<StudyRow>> RunAsync(string store, string channels = "[12, 24]", string models = "[a.asm]", int workers = 2)
    {
        using var opened = StudyStore.Open(Path.Combine(_folder, store));
        return await new StudyRunner(Plan(channels, models), opened, new StudyKeys("v")).RunAsync(workers, _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>How many points a run of the study adds to the store.</summary>
    private async Task<int> FreshAsync(string program, string channels = "[12, 24]")
    {
        using var store = StudyStore.Open(Path.Combine(_folder, "s.jsonl"));
        StudyProgress? first = null;
        await new StudyRunner(Plan(channels), store, new StudyKeys(program)).RunAsync(2, progress => first ??= progress, TestContext.Current.CancellationToken);
        return first!.Points - first.Known;
    }
}
