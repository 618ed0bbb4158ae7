using AccelSim.Graph;
using AccelSim.Isa.Assembly;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results.Diff;
using AccelSim.Studies;
using AccelSim.Traces;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary>Says on standard error what went wrong, and chooses the exit code.</summary>
internal static class ErrorReport
{
    public static int Write(Exception problem, Terminal terminal)
    {
        switch (problem)
        {
            case OperationCanceledException:
                Line(terminal, "cancelled; nothing was written");
                return ExitCode.Cancelled;
            case ConfigurationException configuration:
                foreach (var line in configuration.Problems)
                {
                    Line(terminal, line.ToString());
                }

                return ExitCode.BadInput;
            case AssemblyException assembly:
                foreach (var line in assembly.Errors)
                {
                    Line(terminal, line.ToString());
                }

                return ExitCode.BadInput;
            case UsageException or StudyStoreException or RunDocumentException or TraceException or ModelException or ProgramImageException or InputFileException:
            case IOException or UnauthorizedAccessException:
            case var _ when InputFileException.Covers(problem):
                Line(terminal, problem.Message);
                return ExitCode.BadInput;
            default:
                Line(terminal, "a defect of the simulator; please report it with the command line:");
                terminal.Error.WriteLine(problem.ToString());
                return ExitCode.Internal;
        }
    }

    private static void Line(Terminal terminal, string text)
    {
        terminal.Error.Markup("[red]error[/] ");
        Console.Error.WriteLine(text);
    }
}
