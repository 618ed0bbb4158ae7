using System.Diagnostics;

namespace AccelSim.Cli.Tests;

/// <summary>Runs the built command line as a person does: another process, its own standard streams.</summary>
internal sealed record Accelsim(int ExitCode, string Output, string Error)
{
    public static Accelsim Run(params string[] args) => RunIn(Repository.Root, args);

    public static Accelsim RunIn(string folder, params string[] args)
    {
        using var process = Start([], folder, args);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Accelsim(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts it and comes back at once.</summary>
    /// <param name="launcher">
    /// A program that starts it in its own place. What runs the tests in the background may have made them ignore SIGINT, and processes inherit that.
    /// </param>
    /// <param name="folder">Working folder.</param>
    /// <param name="args">Arguments.</param>
    public static Process Start(string[] launcher, string folder, params string[] args)
    {
        string[] line = [.. launcher, "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "accelsim.dll"), .. args];
        return Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
    }
}
