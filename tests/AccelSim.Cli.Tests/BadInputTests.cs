namespace AccelSim.Cli.Tests;

/// <summary>Wrong command lines (files are in <see cref="BadInputs"/>): the reason on standard error, the documented exit code, nothing on standard output, nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Model = "programs/models/resnet50.onnx";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(new[] { "run", "none.onnx" }, "no such file")]
    [InlineData(new[] { "run", Model, "--chip", "mlu999" }, "known: a100-sxm4-40")]
    [InlineData(new[] { "run", Model, "--set", "clok=1 GHz" }, "did you mean 'clock'?")]
    [InlineData(new[] { "run", Model, "--set", "clock=5" }, "has no unit")]
    [InlineData(new[] { "run", Model, "--precision", "fp13" }, "known are")]
    [InlineData(new[] { "run", Model, "--precision", "int8" }, "int8")]
    [InlineData(new[] { "run", Model, "--batch", "0" }, "--batch 0: write a whole number from 1 to 1000000")]
    [InlineData(new[] { "run", Model, "--iterations", "0x" }, "--iterations 0x: write a whole number from 1 to 1000000")]
    [InlineData(new[] { "run", Model, "--batch", "100000" }, "device memory")]
    [InlineData(new[] { "run", Model, "--weights", "random" }, "seed:N")]
    [InlineData(new[] { "run", Model, "--dim", "past" }, "NAME=VALUE")]
    [InlineData(new[] { "run", Model, "--csv", "/nowhere/x.csv" }, "does not exist")]
    [InlineData(new[] { "run", Model, "--html", "/nowhere/x.html" }, "does not exist")]
    [InlineData(new[] { "run", "programs/models/gpt2_block.onnx" }, "--dim sequence")]
    [InlineData(new[] { "run", "README.md" }, "README.md")]
    [InlineData(new[] { "runn" }, "runn: is not a verb, did you mean 'run'?")]
    [InlineData(new[] { "simulate" }, "simulate: is not a verb; known: run, compile, asm, disasm, inspect, chips, materialize, validate, collectives, membench, study")]
    [InlineData(new string[0], "say what to do, one of run, compile, asm")]
    [InlineData(new[] { "asm", "programs/mlu" }, "programs/mlu: is a folder; name one file, such as programs/mlu/gemm270-1-scalar-gdram.asm")]
    [InlineData(new[] { "run", "programs/models" }, "programs/models: is a folder; name one file, such as programs/models/bert_base.onnx")]
    [InlineData(new[] { "compile", "configs/chips" }, "configs/chips: is a folder without .onnx files")]
    [InlineData(new[] { "disasm", "none.axp" }, "none.axp: there is no such file")]
    [InlineData(new[] { "asm", "programs/mlu/vector-add.asm", "-o", "/nowhere/x.axp" }, "/nowhere does not exist")]
    [InlineData(new[] { "compile", Model, "-o", "/nowhere/x.axp" }, "/nowhere does not exist")]
    [InlineData(new[] { "materialize", Model, "--weights", "seed:1", "-o", "/nowhere/x.onnx" }, "/nowhere does not exist")]
    [InlineData(new[] { "run", Model, "--frobnicate" }, "--frobnicate")]
    [InlineData(new[] { "inspect", "none.axp" }, "none.axp: there is no such file")]
    [InlineData(new[] { "materialize", Model, "-o", "x.onnx" }, "--weights seed:1")]
    [InlineData(new[] { "validate", "rdu" }, "no measurements")]
    public void It_is_refused_with_its_reason(string[] args, string reason)
    {
        var run = Accelsim.Run(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", run.Output);
        Assert.StartsWith("error ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_destination_that_cannot_be_written_leaves_the_others_untouched()
    {
        var source = _work.Write("k.asm", ".kernel k, block\n    nop\n.end\n.launch k, 1 ()\n");
        var before = _work.Write("before.csv", "as it was\n");
        foreach (var bad in (string[])[_work.Path("nowhere/x.json"), _work.Folder])
        {
            var run = Accelsim.Run("run", source, "--csv", before, "--json", "--trace", bad);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Contains(bad, run.Error, StringComparison.Ordinal);
            Assert.Equal("as it was\n", File.ReadAllText(before));
            Assert.Equal(2, Directory.EnumerateFileSystemEntries(_work.Folder).Count());
        }
    }

    [Fact]
    public void A_failed_run_leaves_existing_files_alone()
    {
        var csv = _work.Write("keep.csv", "old");
        Assert.Equal(2, Accelsim.Run("run", Model, "--csv", csv, "--set", "clusters=0").ExitCode);
        Assert.Equal("old", File.ReadAllText(csv));
        Assert.Equal([csv], Directory.GetFiles(_work.Folder));
    }
}
