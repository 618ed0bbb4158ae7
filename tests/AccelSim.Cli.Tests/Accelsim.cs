using System.Diagnostics;

namespace AccelSim.Cli.Tests;

/// <summary>Runs the built command line as a person does: another process, its own standard streams.</summary>
internal sealed record Accelsim(int ExitCode, string Output, string Error)
{
    public static Accelsim Run(params string[] args) => RunIn(Repository.Root, args);

    public static Accelsim RunIn(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Accelsim(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts it and comes back at once.</summary>
    public static Process Start(string folder, params string[] args) => Process.Start(
        new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "accelsim.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
}
