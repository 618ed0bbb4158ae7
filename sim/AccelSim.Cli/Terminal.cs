using Spectre.Console;

namespace AccelSim.Cli;

/// <summary>Standard output for results, standard error for everything else.</summary>
public sealed class Terminal
{
    private const int ReportWidth = 100;

    public Terminal()
    {
        Out = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        Error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsOutputRedirected || Out.Profile.Width < ReportWidth)
        {
            // A file, a pipe and a narrow window get the report as it is meant to look.
            Out.Profile.Width = ReportWidth;
        }

        Error.Profile.Width = Math.Max(Error.Profile.Width, ReportWidth);
    }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    /// <summary>True where somebody watches standard error.</summary>
    public bool IsWatched => !Console.IsErrorRedirected && Error.Profile.Capabilities.Interactive;
}
