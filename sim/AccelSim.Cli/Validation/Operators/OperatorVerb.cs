using System.CommandLine;
using AccelSim.Reports;

namespace AccelSim.Cli;

/// <summary>The part of <c>accelsim validate</c> that repeats measured operators.</summary>
internal sealed class OperatorVerb
{
    private const int DefaultLimit = 250;

    private readonly Option<string[]> _chips = new("--chip")
    {
        Description = "operators: the chip file for a chip that the measurements name; may be given several times.",
        HelpName = "NAME=FILE",
    };

    private readonly Option<int?> _limit = WholeNumber.Option("--limit", $"operators: simulate at most so many rows, a seeded sample over operators, types, chips and sizes ({DefaultLimit}).");

    private readonly Option<int?> _seed = WholeNumber.Option("--seed", "operators: another sample (1).");

    private readonly Option<bool> _sample = new("--sample")
    {
        Description = "operators: simulate rows over 50 GFLOP (fp32: 5) or 500 MB too, some waves of their blocks, and say within which bound.",
    };

    private readonly Option<string?> _list = new("--list")
    {
        Description = "operators: write the chosen rows as a table of measurements, and simulate nothing.",
        HelpName = "FILE",
    };

    /// <summary>The options, for the command.</summary>
    public IEnumerable<Option> Options => [_chips, _limit, _seed, _sample, _list];

    /// <summary>Refuses the options where another family is asked for.</summary>
    public void Refuse(ParseResult line, string family)
    {
        if (Options.FirstOrDefault(option => line.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} is for accelsim validate operators, and this is {family}");
        }
    }

    /// <summary>Repeats the operators of a table and writes what came of it.</summary>
    public async Task<int> RunAsync(ParseResult line, string table, string? only, string? csv, string? html, Terminal terminal, CancellationToken cancellation)
    {
        var list = line.GetValue(_list);
        var files = new OutputSet(csv, html, list);
        var rows = OperatorFile.Read(table).Where(row => only is null || $"{row.Name} {row.Chip}".Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        var validation = new OperatorValidation(rows, new OperatorChips(line.GetValue(_chips) ?? [], rows), line.GetValue(_sample));
        var results = await new ProgressLine(terminal, quiet: false).DuringAsync("validating", show => Task.Run(
            () => validation.RunAsync(line.GetValue(_limit) ?? DefaultLimit, line.GetValue(_seed) ?? 1, list is null ? new KernelRunner() : null, show, cancellation), cancellation));
        if (list is null)
        {
            OperatorReport.Write(results, terminal.Out);
        }

        files.AddText(list, text => OperatorReport.WriteMeasurements([.. results.Where(result => result.Group is not null)], text));
        files.AddText(csv, text => OperatorReport.WriteCsv(results, text));
        files.AddText(html, text => text.Write(ScatterHtml.Page("Validation of operators", Plotted(results), row => row.Name.Split(' ')[0])));
        await files.CommitAsync(cancellation);
        return list is not null || OperatorReport.Passed(results) ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    /// <summary>The rows that were simulated; all rows of the table would make the page too large to open.</summary>
    private static List<ValidationRow> Plotted(IReadOnlyList<OperatorResult> results) => [.. results.Select(result => result.Row).Where(row => row.Simulated is not null)];
}
