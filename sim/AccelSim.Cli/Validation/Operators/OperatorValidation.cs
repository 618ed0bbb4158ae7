using AccelSim.Compiler;
using AccelSim.Functional.Simt;
using AccelSim.Reports;

namespace AccelSim.Cli;

/// <summary>Repeats measured operators: chooses rows, simulates them, and says of every row what became of it.</summary>
internal sealed class OperatorValidation(IReadOnlyList<OperatorRow> rows, OperatorChips chips, bool sample = false)
{
    /// <summary>All rows, in the order of the file; those that are not simulated say why.</summary>
    /// <param name="limit">Rows to simulate at most.</param>
    /// <param name="seed">Decides which, where there are more.</param>
    /// <param name="runner">Simulates a row; null to choose only.</param>
    /// <param name="show">Is shown progress.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<OperatorResult>> RunAsync(int limit, int seed, IOperatorRunner? runner, Action<string> show, CancellationToken cancellation)
    {
        var reasons = rows.ToDictionary(row => row.Line, row => OperatorLimits.Reason(row, row.Kind is null ? null : chips.Of(row.Chip), sample));
        var chosen = OperatorChoice.Of(rows.Where(row => reasons[row.Line] is null), limit, seed);
        var made = runner is null
            ? [.. chosen.Select(row => Result(row, null, "", compared: true))]
            : await SideBySide.RunAsync(chosen, row => row.Name, (row, token) => Simulated(row, runner, token), show, cancellation);
        var results = chosen.Zip(made).ToDictionary(pair => pair.First.Line, pair => pair.Second);
        return
        [
            .. rows.Select(row => results.GetValueOrDefault(row.Line)
                ?? Result(row, null, reasons[row.Line] ?? $"not chosen: at most {limit} rows, seed {seed}", compared: false)),
        ];
    }

    private OperatorResult Simulated(OperatorRow row, IOperatorRunner runner, CancellationToken cancellation)
    {
        OperatorTime time;
        try
        {
            time = runner.Run(row, chips.Of(row.Chip)!, cancellation);
        }
        catch (Exception e) when (e is CompileException or SimtExecutionException or OverflowException)
        {
            // The row stays in the table and says why it has no value.
            time = OperatorTime.Not(e.Message);
        }

        var host = row.IsLaunchInclusive ? HostLaunch.Of(row) : 0;
        return Result(row, time.Femtoseconds > 0 ? host + (time.Femtoseconds / 1e9) : null, time.Words + Bound(time), compared: true) with { Bound = time.Bound };
    }

    private static string Bound(OperatorTime time) => time.Bound is { } bound ? $", ± {Amounts.Percent(bound)}" : "";

    private OperatorResult Result(OperatorRow row, double? simulated, string remark, bool compared)
    {
        var group = compared ? OperatorGroups.Of(row, chips.Of(row.Chip)!) : null;
        return new()
        {
            Row = new ValidationRow(row.Name, row.Chip, "us", row.Microseconds, simulated, null, group?.MeanGate is null ? "report" : "gate", row.Source, remark),
            Operator = row.Operator,
            Family = row.Kind?.Family ?? row.Operator,
            Type = row.Type,
            Dims = row.DimsText,
            Note = row.Note,
            IsLaunchInclusive = row.IsLaunchInclusive,
            Group = group,
        };
    }
}
