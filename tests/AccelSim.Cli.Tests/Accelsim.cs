using System.Diagnostics;

namespace AccelSim.Cli.Tests;

/// <summary>Runs the built command line as a person does: another process, its own standard streams.</summary>
internal sealed record Accelsim(int ExitCode, string Output, string Error)
{
    public static Accelsim Run(params string[] args) => RunIn(Repository.Root, args);

    public static Accelsim RunIn(string folder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "accelsim.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Accelsim(process.ExitCode, output, error.Result);
    }
}
