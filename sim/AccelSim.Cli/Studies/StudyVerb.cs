using System.CommandLine;
using System.Globalization;
using AccelSim.Machine;
using AccelSim.Studies;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim study</c>: many runs from one file, kept in a store.</summary>
internal sealed class StudyVerb
{
    /// <summary>More points than this are meant only by who says so.</summary>
    private const long MostWithoutYes = 10_000;

    private readonly Argument<string> _file = new("FILE") { Description = "A study file (configs/studies/*.yaml)." };
    private readonly Option<string?> _store = new("--store") { Description = "Where results are kept: NAME.study.jsonl in the current directory. Points that are in it are not run again.", HelpName = "FILE" };
    private readonly Option<int?> _workers = WholeNumber.Option("--workers", "Points at once: as many as there are processors.");
    private readonly Option<string?> _csv = new("--csv") { Description = "Write all points and figures as CSV.", HelpName = "FILE" };
    private readonly Option<string?> _html = new("--html") { Description = "Write plots and a table of all points as one HTML file (docs/reports.md).", HelpName = "FILE" };
    private readonly Option<bool> _dry = new("--dry-run") { Description = "Check everything, say how many points there are and how many are in the store, and run none." };
    private readonly Option<bool> _yes = new("--yes") { Description = $"Run more than {MostWithoutYes:N0} points." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No table and no progress." };

    public Command Command()
    {
        var command = new Command("study", """
            Run a model on a chip many times, with parameters varied, and keep what comes out.

            A study is a YAML file: models, chips, hosts, batch, precision, and axes over any parameter of the chip file (docs/studies.md). Everything in
            it is checked before the first run. Results go to a store that only grows: after an interruption, or when the file asks for more, the same
            command runs what is missing. A point that fails is a row, and not the end.
            """)
        {
            _file, _store, _workers, _csv, _html, _dry, _yes, _quiet, new StudyQueryVerb().Command(),
        };
        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var file = InputFile.Existing(line.GetRequiredValue(_file), ".yaml");
        var spec = StudyFile.Read(file);
        var plan = StudyPlan.Of(spec, file);
        if (plan.Combinations > MostWithoutYes && !line.GetValue(_yes))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{file}: has {plan.Combinations:N0} combinations; give --yes to run them, or take values out"));
        }

        var (csv, html) = (line.GetValue(_csv), line.GetValue(_html));
        StudyHtmlFile.Check(html);
        var outputs = new OutputSet(csv, html);
        var quiet = line.GetValue(_quiet);
        var progress = new ProgressLine(terminal, quiet);
        var looked = await progress.DuringAsync("checking the study", _ => Task.Run(() => StudyCheck.Of(plan), cancellation));
        var (path, keys) = (line.GetValue(_store) ?? $"{Path.GetFileNameWithoutExtension(file)}.study.jsonl", new StudyKeys());
        if (line.GetValue(_dry))
        {
            var done = File.Exists(path) ? StudyStore.Rows(path).Select(row => row.Key).ToHashSet(StringComparer.Ordinal) : [];
            var points = looked ?? [.. plan.Points()];
            StudyReport.WritePlan(plan, points.Count, points.Count(point => done.Contains(keys.Of(point.Run, file))), path, terminal.Out);
            return ExitCode.Ok;
        }

        using var store = StudyStore.Open(path);
        IReadOnlyList<StudyRow> rows;
        var last = new StudyProgress(0, 0, 0, 0, 0, "");
        try
        {
            var pace = new StudyPace(TimeProvider.System);
            rows = await progress.DuringAsync("running", show => new StudyRunner(plan, store, keys).RunAsync(
                line.GetValue(_workers) ?? Environment.ProcessorCount, state => show(pace.Words(last = state)), cancellation));
        }
        catch (OperationCanceledException)
        {
            terminal.Error.MarkupLineInterpolated($"[red]error[/] interrupted; {last.Done} of {last.Points} points are in {store.Path}, and the same command goes on from there");
            return ExitCode.Cancelled;
        }

        outputs.AddText(csv, text => StudyCsv.Write(rows, [.. plan.Dimensions.Select(dimension => dimension.Name)], StudyReport.Figures(rows), text));
        StudyHtmlFile.Add(outputs, html, rows, plan.Name, spec.Question ?? "", plan.Metrics, row => StudyHtmlFile.Broken(plan, row));
        await outputs.CommitAsync(cancellation);
        if (!quiet)
        {
            StudyReport.Write(plan, rows, store.Path, terminal.Out);
        }

        return rows.Any(row => row.Error is not null) ? ExitCode.CheckFailed : ExitCode.Ok;
    }
}
