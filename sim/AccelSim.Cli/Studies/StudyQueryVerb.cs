using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Studies;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim study query</c>: chooses, sorts and pivots what a store holds.</summary>
internal sealed class StudyQueryVerb
{
    private static readonly ImmutableArray<string> Shown = ["cycles", "seconds", "itemsPerSecond", "averageWatts"];

    private readonly Argument<string> _store = new("STORE") { Description = "A store of results (.study.jsonl)." };
    private readonly Option<string[]> _where = new("--where") { Description = "Only rows of which this is true, e.g. \"[dram.channels] >= 12 and averageWatts < 75\"; repeatable.", HelpName = "EXPRESSION" };
    private readonly Option<string?> _sort = new("--sort") { Description = "Sort by a dimension or figure; -NAME for the greatest first.", HelpName = "NAME" };
    private readonly Option<int?> _limit = WholeNumber.Option("--limit", "At most so many rows.");
    private readonly Option<string?> _metrics = new("--metrics") { Description = "Figures to show, separated by commas (cycles,seconds,itemsPerSecond,averageWatts).", HelpName = "NAMES" };
    private readonly Option<string?> _pivot = new("--pivot") { Description = "One figure over two dimensions: DOWN,ACROSS,FIGURE.", HelpName = "NAMES" };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write the rows with all their figures as CSV.", HelpName = "FILE" };
    private readonly Option<string?> _lines = new("--json-lines") { Description = "Write the rows as lines of JSON.", HelpName = "FILE" };
    private readonly Option<string?> _html = new("--html") { Description = "Write plots and a table of the rows as one HTML file (docs/reports.md).", HelpName = "FILE" };

    public Command Command()
    {
        var command = new Command("query", "Choose, sort and pivot the results of a study; a study may be running meanwhile.") { _store, _where, _sort, _limit, _metrics, _pivot, _csv, _lines, _html };
        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var all = StudyStore.Rows(InputFile.Existing(line.GetRequiredValue(_store), ".jsonl"));
        var names = StudyQuery.Names(all);
        var conditions = (line.GetValue(_where) ?? []).Select(text => StudyExpression.TryParse(text, names, out var problem) ?? throw new UsageException($"--where \"{text}\": {problem}")).ToList();
        var rows = StudyQuery.Where(StudyQuery.InOrder(all), conditions);
        if (line.GetValue(_sort) is { } sort)
        {
            rows = StudyQuery.Sorted(rows, Known("--sort", sort.TrimStart('-'), names), sort.StartsWith('-'));
        }

        var chosen = rows.Take(line.GetValue(_limit) ?? int.MaxValue).ToList();
        var metrics = line.GetValue(_metrics) is { } asked ? [.. asked.Split(',').Select(name => Known("--metrics", name.Trim(), names))] : Shown;
        StudyHtmlFile.Check(line.GetValue(_html));
        var outputs = new OutputSet(line.GetValue(_csv), line.GetValue(_lines), line.GetValue(_html));
        StudyHtmlFile.Add(outputs, line.GetValue(_html), chosen, Path.GetFileName(line.GetRequiredValue(_store)), "", metrics);
        outputs.AddText(line.GetValue(_csv), text => StudyCsv.Write(chosen, [.. chosen.SelectMany(row => row.At.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal)], StudyReport.Figures(chosen), text));
        outputs.Add(line.GetValue(_lines), stream => chosen.ForEach(row => stream.Write([.. StudyRowJson.ToLine(row), (byte)'\n'])));
        await outputs.CommitAsync(cancellation);
        if (line.GetValue(_pivot) is { } pivot)
        {
            WritePivot(chosen, pivot, names, terminal.Out);
        }
        else
        {
            var varied = StudyQuery.Varied(chosen);
            StudyReport.WriteRows(chosen, varied.IsEmpty ? ["model", "chip"] : varied, metrics, terminal.Out);
            StudyReport.WriteErrors(chosen, terminal.Out);
        }

        return ExitCode.Ok;
    }

    private static void WritePivot(IReadOnlyCollection<StudyRow> rows, string text, ImmutableArray<string> names, IAnsiConsole console)
    {
        var parts = text.Split(',');
        if (parts.Length != 3)
        {
            throw new UsageException($"--pivot {text}: write DOWN,ACROSS,FIGURE, such as dram.channels,batch,cycles");
        }

        var (down, across, metric) = (Known("--pivot", parts[0], names), Known("--pivot", parts[1], names), Known("--pivot", parts[2], names));
        var pivot = StudyPivot.Of(rows, down, across, metric);
        var table = new Table().Border(TableBorder.Simple).AddColumn(Markup.Escape($"{metric}: {down} by {across}"));
        foreach (var column in pivot.Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }

        for (var i = 0; i < pivot.Rows.Length; i++)
        {
            table.AddRow([Markup.Escape(pivot.Rows[i]), .. pivot.Cells[i].Select(cell => cell is { } value ? StudyReport.Figure(value) : "-")]);
        }

        console.Write(table);
        if (pivot.Most > 1)
        {
            console.WriteLine($"each cell is the mean of up to {pivot.Most} rows, which differ in something else; choose with --where");
        }
    }

    private static string Known(string option, string name, ImmutableArray<string> names) => names.Contains(name) ? name
        : throw new UsageException($"{option} {name}: is unknown{(Machine.Nearest.To(name, names) is { } nearest ? $", did you mean '{nearest}'?" : $"; there are {string.Join(", ", names)}")}");
}
