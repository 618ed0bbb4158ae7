using System.Collections.Concurrent;
using System.Diagnostics;

namespace AccelSim.Docs.Tests;

/// <summary>Runs <c>accelsim</c> as a person at the root of the checkout does, without building it again.</summary>
internal static class CommandLine
{
    private const string Prefix = "dotnet run -c Release --project sim/AccelSim.Cli -- ";

    private static readonly ConcurrentDictionary<string, Lazy<(int ExitCode, string Output, string Errors)>> Ran = new(StringComparer.Ordinal);

    /// <summary>The accelsim commands of a page's <c>sh</c> blocks, without <c>dotnet run</c>.</summary>
    public static IEnumerable<string> Commands(string page) => Markdown.Blocks(page, "sh")
        .SelectMany(block => block.Split('\n'))
        .Where(line => line.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(line => line[Prefix.Length..].Trim());

    /// <summary>Exit code and what was printed. A command that was run before is not run again.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string command) =>
        Ran.GetOrAdd(command, text => new Lazy<(int, string, string)>(() => Start(text))).Value;

    private static (int ExitCode, string Output, string Errors) Start(string command)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "accelsim.dll"));
        foreach (var word in command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
