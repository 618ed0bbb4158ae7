using System.Diagnostics;

namespace AccelSim.Cli.Tests;

/// <summary>Ctrl-C in the middle: exit code 130, a message, and no file.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("run", "programs/models/resnet50.onnx", "--batch", "8", "--check", "--csv", "{out}", "--trace", "{out}.json")]
    [InlineData("compile", "programs/models/vit_b_16.onnx", "--weights", "seed:1", "-o", "{out}")]
    [InlineData("materialize", "programs/models/vit_b_16.onnx", "--weights", "seed:1", "-o", "{out}")]
    [InlineData("validate", "mlu", "--csv", "{out}", "--html", "{out}.html")]
    [InlineData("membench", "--chip", "mlu590-h8", "--bytes", "256M", "--csv", "{out}", "--html", "{out}.html")]
    [InlineData("explain", "programs/models/resnet50.onnx", "--batch", "8")]
    public async Task An_interrupted_verb_leaves_nothing_behind(params string[] args)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("sends the signal with kill, and undoes an inherited disposition with GNU env");
        }

        var command = args.Select(argument => argument.Replace("{out}", _work.Path("result"), StringComparison.Ordinal)).ToArray();
        using var process = Accelsim.Start(["env", "--default-signal=INT"], Repository.Root, command);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        // by processor time, not by the clock: late enough for the host to be listening, early enough for the work to be going on
        while (!process.HasExited && process.TotalProcessorTime < TimeSpan.FromSeconds(1.2))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);

        // What is simulated already is reported on standard output; before, and for other verbs, there is nothing to say.
        string[] messages = ["error cancelled; nothing was written\n", .. args[0] == "explain" ? ["error interrupted; what was found until then is above\n"] : args[0] == "run" ? ["error interrupted; the report is of the part that was simulated, and no file was written\n"] : Array.Empty<string>()];
        Assert.Contains(await error, messages);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work.Folder));
        await output;
    }
}
