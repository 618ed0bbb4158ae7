using System.Text.Json;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary>Standard output for results, standard error for everything else.</summary>
public sealed class Terminal
{
    private const int ReportWidth = 100;

    public Terminal()
    {
        Out = Create(Console.Out, Console.IsOutputRedirected);
        Error = Create(Console.Error, Console.IsErrorRedirected);
        if (Console.IsOutputRedirected || Out.Profile.Width < ReportWidth)
        {
            // A file, a pipe and a narrow window get the report as it is meant to look.
            Out.Profile.Width = ReportWidth;
        }

        Error.Profile.Width = Math.Max(Error.Profile.Width, ReportWidth);
    }

    /// <summary>Where reports go.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Where errors and progress go.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>True where somebody watches standard error.</summary>
    public bool IsWatched => !Console.IsErrorRedirected && Error.Profile.Capabilities.Interactive;

    /// <summary>Writes a result: as JSON for programs, or as a report for people.</summary>
    public void WriteResult<T>(T result, bool json, Action<IAnsiConsole> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (json)
        {
            Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        }
        else
        {
            report(Out);
        }
    }

    // Escape codes are for terminals; a file or a pipe gets plain text.
    private static IAnsiConsole Create(TextWriter writer, bool redirected) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    });
}
