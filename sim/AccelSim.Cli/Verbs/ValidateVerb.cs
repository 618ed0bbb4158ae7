using System.CommandLine;
using AccelSim.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace AccelSim.Cli;

/// <summary><c>accelsim validate</c>: published measurements against the simulator.</summary>
internal static class ValidateVerb
{
    public static Command Command()
    {
        var family = new Argument<string>("FAMILY") { Description = "What to repeat: mlu, simt, operators, models, memory, network or collectives.", DefaultValueFactory = _ => "mlu" };
        var file = new Option<string?>("--measurements") { Description = "Table (mlu, simt, operators, models) or folder (memory, network, collectives) of measurements instead of the one in configs/validation.", HelpName = "PATH" };
        var csv = new Option<string?>("--csv") { Description = "Write the table as CSV.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a scatter plot and the table as one HTML page.", HelpName = "FILE" };
        var only = new Option<string?>("--only") { Description = "Only experiments whose name contains this.", HelpName = "TEXT" };
        var command = new Command("validate", "Repeat published hardware measurements and print the errors. Exit code 1 where a gated row is outside its gate.") { family, file, csv, html, only };
        var operators = new OperatorVerb();
        foreach (var option in operators.Options)
        {
            command.Add(option);
        }

        command.SetAction((line, cancellation) => VerbHost.RunAsync(async (services, token) =>
        {
            var terminal = services.GetRequiredService<Terminal>();
            var (kind, from, some) = (line.GetValue(family)!, line.GetValue(file), line.GetValue(only));
            if (kind == "operators")
            {
                return await operators.RunAsync(line, from ?? Table(kind), some, line.GetValue(csv), line.GetValue(html), terminal, token);
            }

            operators.Refuse(line, kind);
            var files = new OutputSet(line.GetValue(csv), line.GetValue(html));
            var rows = await new ProgressLine(terminal, quiet: false).DuringAsync("validating", show => kind switch
            {
                "simt" => Task.Run(() => SimtValidation.RunAsync(from ?? Table(kind), some, show, token), token),
                "memory" => Task.Run(() => MemoryValidation.RunAsync(from ?? Shipped("memory"), some, show, token), token),
                "network" => Task.Run(() => NetworkValidation.RunAsync(from ?? Shipped("network"), some, show, token), token),
                "collectives" => Task.FromResult(CollectiveValidation.Run(from ?? Shipped("collectives"), some)),
                _ => RunAsync(MeasurementFile.Read(from ?? Table(kind)), some, show, token),
            });
            ValidationReport.Write(rows, terminal.Out);
            files.AddText(line.GetValue(csv), text => ValidationReport.WriteCsv(rows, text));
            files.AddText(line.GetValue(html), text => text.Write(ScatterHtml.Page($"Validation of {line.GetValue(family)}", rows)));
            await files.CommitAsync(token);
            return rows.All(r => r.Passed) ? ExitCode.Ok : ExitCode.CheckFailed;
        }, cancellation));
        return command;
    }

    private static string Shipped(string family) => Path.Combine(ConfigFiles.Folder("validation") ?? "configs/validation", family);

    private static string Table(string family)
    {
        var path = Path.Combine(ConfigFiles.Folder("validation") ?? "configs/validation", family + ".csv");
        return File.Exists(path) ? path : throw new UsageException($"there are no measurements of the family '{family}': no {path}");
    }

    private static Task<IReadOnlyList<ValidationRow>> RunAsync(List<Measurement> all, string? only, Action<string> show, CancellationToken cancellation) =>
        MeasurementRunner.RunAsync(
            [.. all.Where(r => only is null || r.Experiment.Contains(only, StringComparison.OrdinalIgnoreCase))],
            Path.GetDirectoryName(Path.GetDirectoryName(ConfigFiles.Folder("chips")))!, show, cancellation);
}
