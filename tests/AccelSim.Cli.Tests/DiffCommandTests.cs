namespace AccelSim.Cli.Tests;

/// <summary><c>accelsim diff</c> on what <c>run --json</c> writes.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private static readonly string Program = Repository.File("programs", "mlu", "softmax-row.asm");

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Two_runs_are_the_same_and_one_on_a_changed_chip_differs()
    {
        var (first, again, slower) = (Result("first.json"), Result("again.json"), Result("slower.json", "--set", "launch.kernelDrain=5 us"));
        var same = InProcess.Run("diff", first, again);
        Assert.Equal((0, ""), (same.ExitCode, same.Error));
        Assert.Contains("same: every value of both results is equal", same.Output, StringComparison.Ordinal);
        Assert.Equal("", InProcess.Run("diff", first, again, "--quiet").Output);

        var differs = InProcess.Run("diff", first, slower);
        Assert.Equal((1, ""), (differs.ExitCode, differs.Error));
        Assert.All(differs.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));

        // 2 us of drain became 5: 3 us more, all of them drain, in the one layer.
        var verdict = InProcess.Run("diff", first, slower, "--quiet").Output.Trim();
        Assert.Matches(@"^differs: slower, 1\.\d{3} times, \+3\.00 us: drain \+3\.00 us, most in softmax_row \(\+3\.00 us\)$", verdict);
        Assert.EndsWith(verdict, differs.Output.Trim(), StringComparison.Ordinal);
        Assert.Contains("\"same\":false", InProcess.Run("diff", first, slower, "--json").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"schemaVersion\": 1, \"mod", "is no JSON, or cut off: line 1")]
    [InlineData("[1, 2]", "is not a result of accelsim run --json")]
    [InlineData("{\"schemaVersion\": 2}", "is of schema version 2, and this program reads 1")]
    public void What_is_no_result_is_bad_input_that_names_the_file(string text, string reason)
    {
        var bad = _work.Write("bad.json", text);
        var run = InProcess.Run("diff", bad, bad);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{bad}: {reason}", string.Join(' ', run.Error.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(2, InProcess.Run("diff", _work.Path("nowhere.json"), bad).ExitCode);
    }

    private string Result(string name, params string[] more) => _work.Write(name, Accelsim.Run(["run", Program, "--json", "--quiet", .. more]).Output);
}
