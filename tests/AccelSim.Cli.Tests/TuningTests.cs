namespace AccelSim.Cli.Tests;

/// <summary><c>--autotune</c> and <c>--schedule-file</c>: what is printed, kept, used again and refused.</summary>
public sealed class TuningTests : IDisposable
{
    private const string Good = "gemm(tile=64x64x32,warp=32x32,stages=3,split=1,swizzle=1)";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void What_was_chosen_is_kept_and_gives_the_same_program_without_trying()
    {
        var (file, first, second) = (_work.Path("block.schedules"), _work.Path("first.axp"), _work.Path("second.axp"));
        var tuned = Compile("--autotune", "2", "--schedule-file", file, "-o", first);
        Assert.Equal((0, ""), (tuned.ExitCode, tuned.Error));
        Assert.Contains("schedules tried", tuned.Output, StringComparison.Ordinal);
        Assert.Contains("  kept\n", tuned.Output, StringComparison.Ordinal);
        Assert.All(tuned.Output.Split('\n').Where(line => !line.Contains(_work.Folder, StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
        var lines = File.ReadAllLines(file);
        Assert.StartsWith("# schedules for A100", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.Contains("=gemm(tile=", line, StringComparison.Ordinal));
        var again = Compile("--schedule-file", file, "-o", second);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.DoesNotContain("schedules tried", again.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));

        // What is in the file is not tried again, and stays.
        var third = Compile("--autotune", "2", "--schedule-file", file, "-o", second);
        Assert.DoesNotContain("schedules tried", third.Output, StringComparison.Ordinal);
        Assert.Equal(lines, File.ReadAllLines(file));
    }

    [Theory]
    [InlineData("block\n", "line 1: is not LAYER=SCHEDULE")]
    [InlineData("# a remark\n\nblock=gemm\n", "line 3: is not LAYER=SCHEDULE")]
    [InlineData("=" + Good + "\n", "line 1: is not LAYER=SCHEDULE")]
    [InlineData("block\u001b=" + Good + "\n", "line 1: is not LAYER=SCHEDULE")]
    [InlineData("block=" + Good + "\nother=gemm(tile=64x64", "line 2: 'gemm(tile=64x64' is not a gemm schedule")]
    [InlineData("block=gemm(tile=64x64x32,stages=2)\n", "line 1: 'gemm(tile=64x64x32,stages=2)' lacks warp")]
    [InlineData("block=" + Good + "\nblock=" + Good + "\n", "line 2: 'block' is there twice")]
    [InlineData("nowhere=" + Good + "\n", "nowhere")]
    public void Files_that_cannot_be_meant_are_refused_with_their_line(string text, string message)
    {
        var run = Compile("--schedule-file", _work.Write("bad.schedules", text), "-o", _work.Path("out.axp"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.axp")));
    }

    [Theory]
    [InlineData("run programs/models/gpt2_block.onnx --chip mlu370-x4 --autotune 2", "--autotune: is for chips of the family 'simt', and MLU370-X4 is of 'mlu'")]
    [InlineData("run programs/simt/vecadd.asm --chip v100-sxm2 --autotune 2", "--autotune: is for models (.onnx)")]
    [InlineData("run programs/models/gpt2_block.onnx --chip v100-sxm2 --schedule-file nowhere.schedules", "nowhere.schedules: there is no such file; --autotune N --schedule-file nowhere.schedules makes it")]
    [InlineData("run programs/models/gpt2_block.onnx --chip v100-sxm2 --autotune 0", "--autotune 0: write a whole number from 1")]
    public void What_makes_no_sense_is_refused(string line, string message)
    {
        var run = InProcess.Run([.. line.Split(' ').Select(word => word.StartsWith("programs/", StringComparison.Ordinal) ? Repository.File(word.Split('/')) : word)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static Accelsim Compile(params string[] args) =>
        InProcess.Run(["compile", Repository.File("programs", "models", "gpt2_block.onnx"), "--chip", "a100-sxm4-80", "--set", "sms=8", "--dim", "sequence=32", .. args]);
}
