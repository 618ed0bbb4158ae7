namespace AccelSim.Cli.Tests;

/// <summary><c>accelsim study</c> from its file to its tables, and what it survives.</summary>
public sealed class StudyTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_study_runs_once_and_is_asked_many_times()
    {
        var (file, store) = (Study("axes: [{ path: dram.channels, values: [12, 24] }, { path: clock, values: [800 MHz, 1000 MHz] }]\nrequire: [\"averageWatts < 0.001\"]\n"), _work.Path("s.jsonl"));
        var dry = InProcess.Run("study", file, "--store", store, "--dry-run");
        Assert.Equal((0, ""), (dry.ExitCode, dry.Error));
        Assert.Contains($"4 points, 0 of them in {store}, 4 to run", Straight(dry.Output), StringComparison.Ordinal);

        var run = InProcess.Run("study", file, "--store", store, "--csv", _work.Path("points.csv"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("! 4 of 4 points break a requirement: averageWatts < 0.001", Straight(run.Output), StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        var lines = File.ReadAllLines(_work.Path("points.csv"));
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("model,chip,host,batch,precision,mode,dram.channels,clock,cycles,", lines[0], StringComparison.Ordinal);

        Assert.Contains("4 points, 4 of them in", Straight(InProcess.Run("study", file, "--store", store, "--dry-run").Output), StringComparison.Ordinal);
        var best = InProcess.Run("study", "query", store, "--where", "clock == 800", "--sort", "-cycles", "--limit", "1", "--metrics", "cycles", "--json-lines", _work.Path("best.jsonl"));
        Assert.Equal((0, ""), (best.ExitCode, best.Error));
        Assert.Contains("\"dram.channels\":\"12\",\"clock\":\"800 MHz\"", Assert.Single(File.ReadAllLines(_work.Path("best.jsonl"))), StringComparison.Ordinal);

        var pivot = InProcess.Run("study", "query", store, "--pivot", "dram.channels,clock,cycles");
        Assert.Matches(@"cycles: dram.channels by clock +800 MHz +1000 MHz", pivot.Output);
        var cycles = lines.Skip(1).Select(line => long.Parse(line.Split(',')[8], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Matches($"24 +{Whole(cycles[2])} +{Whole(cycles[3])}", pivot.Output);
    }

    [Fact]
    public async Task A_killed_study_goes_on_and_ends_with_the_same_table()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("sends SIGKILL with kill");
        }

        var file = Study("axes: [{ path: dram.channels, values: [12, 24, 48] }, { path: clock, range: { from: 600 MHz, to: 1300 MHz, step: 100 MHz } }]\n");
        Assert.Equal(0, InProcess.Run("study", file, "--store", _work.Path("whole.jsonl"), "--csv", _work.Path("whole.csv"), "--quiet").ExitCode);

        using (var process = Accelsim.Start([], Repository.Root, ["study", file, "--store", _work.Path("s.jsonl"), "--workers", "1"]))
        {
            _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (!process.HasExited && (!File.Exists(_work.Path("s.jsonl")) || new FileInfo(_work.Path("s.jsonl")).Length < 2000))
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var dry = InProcess.Run("study", file, "--store", _work.Path("s.jsonl"), "--dry-run");
        Assert.Equal((0, ""), (dry.ExitCode, dry.Error));
        Assert.DoesNotMatch(" 0 of them in ", Straight(dry.Output));
        Assert.Equal(0, InProcess.Run("study", file, "--store", _work.Path("s.jsonl"), "--csv", _work.Path("again.csv"), "--quiet").ExitCode);
        Assert.Equal(File.ReadAllText(_work.Path("whole.csv")), File.ReadAllText(_work.Path("again.csv")));
    }

    [Fact]
    public void A_failed_point_is_a_row_and_an_exit_code()
    {
        _work.Write("b.asm", ".kernel nothing, block\n    ld.param r1, missing\n    halt\n.end\n.launch nothing, 1 ()\n");
        var file = Study("", models: $"\"{Repository.File("programs", "mlu", "softmax-row.asm")}\", b.asm");
        var run = InProcess.Run("study", file, "--store", _work.Path("s.jsonl"));
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("failed, 1 of 2 points: ", Straight(run.Output), StringComparison.Ordinal);
        Assert.Contains("b.asm", Straight(run.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("axes: [{ path: dram.chanels, values: [1] }]\n", "did you mean 'channels'?")]
    [InlineData("axes: [{ path: dram.channels, values: [] }]\n", "has no values")]
    [InlineData("derived: { clock: \"{1 +} MHz\" }\n", "is not an expression")]
    [InlineData("axes: [{ path: clock, range: { from: 1, to: 99999, step: 1 } }]\n", "99,999 combinations; give --yes")]
    [InlineData("axis: []\n", "did you mean 'axes'?")]
    public void A_wrong_study_is_bad_input_and_leaves_no_store(string yaml, string reason)
    {
        var run = InProcess.Run("study", Study(yaml), "--store", _work.Path("s.jsonl"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, Straight(run.Error), StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("s.jsonl")));
    }

    [Theory]
    [InlineData("--where", "cycles >", "is not an expression")]
    [InlineData("--where", "cylces > 1", "did you mean 'cycles'?")]
    [InlineData("--sort", "cylces", "did you mean 'cycles'?")]
    [InlineData("--pivot", "batch,cycles", "write DOWN,ACROSS,FIGURE")]
    [InlineData("--metrics", "cycles,joule", "is unknown")]
    public void A_question_that_cannot_be_answered_says_why(string option, string value, string reason)
    {
        var store = _work.Write("s.jsonl", "{\"accelsim-study\":1}\n{\"key\":\"k\",\"at\":{\"batch\":\"1\"},\"metrics\":{\"cycles\":5}}\n");
        var run = InProcess.Run("study", "query", store, option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, Straight(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_studies_are_right()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.File("configs", "studies"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var run = InProcess.Run("study", file, "--store", _work.Path("s.jsonl"), "--dry-run");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        }
    }

    private string Study(string rest, string? models = null) => _work.Write("study.yaml", $"""
        models: [{models ?? $"\"{Repository.File("programs", "mlu", "softmax-row.asm")}\""}]
        chips: ["{Repository.File("configs", "chips", "mlu370-x4.yaml")}"]
        hosts: ["{Repository.File("configs", "hosts", "ideal.yaml")}"]
        {rest}
        """);

    private static string Whole(long value) => value.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Straight(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
