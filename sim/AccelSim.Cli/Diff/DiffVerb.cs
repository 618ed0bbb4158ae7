using System.CommandLine;
using AccelSim.Reports.Diff;
using AccelSim.Results.Diff;
using Microsoft.Extensions.DependencyInjection;

namespace AccelSim.Cli;

/// <summary><c>accelsim diff</c>: what changed between two results.</summary>
internal sealed class DiffVerb
{
    private readonly Argument<string> _before = new("BEFORE") { Description = "A result that accelsim run --json printed." };
    private readonly Argument<string> _after = new("AFTER") { Description = "Another." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the difference as JSON." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the verdict only; nothing where both are the same." };

    public Command Command()
    {
        var command = new Command("diff", """
            Say what changed between two runs: values, causes, layers, and a verdict in one line.

            Both files are what accelsim run ... --json --quiet prints. The exit code is 0 where every value is the same, and 1 where any differs, so a script can
            hold a run against one that was kept.

            Examples:
              accelsim run programs/models/resnet50.onnx --json --quiet > before.json
              accelsim run programs/models/resnet50.onnx --set dram.channels=48 --json --quiet > after.json
              accelsim diff before.json after.json
            """) { _before, _after, _json, _quiet };
        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, _) => Task.FromResult(Run(line, services.GetRequiredService<Terminal>())), cancellation));
        return command;
    }

    private int Run(ParseResult line, Terminal terminal)
    {
        var difference = RunComparer.Of(RunDocument.Read(InputFile.Existing(line.GetRequiredValue(_before), ".json")), RunDocument.Read(InputFile.Existing(line.GetRequiredValue(_after), ".json")));
        if (!line.GetValue(_quiet) || line.GetValue(_json))
        {
            terminal.WriteResult(difference, line.GetValue(_json), console => DiffReport.Write(difference, console));
        }
        else if (!difference.Same)
        {
            terminal.WriteResult(difference, false, console => console.Profile.Out.Writer.WriteLine(DiffReport.Verdict(difference)));
        }

        return difference.Same ? ExitCode.Ok : ExitCode.CheckFailed;
    }
}
