namespace AccelSim.Reports;

/// <summary>Mean, median and greatest absolute relative error of a set of rows.</summary>
/// <param name="Count">Rows with a simulated value.</param>
/// <param name="Mean">Mean of the absolute relative errors.</param>
/// <param name="Median">Their median.</param>
/// <param name="Max">The greatest.</param>
public sealed record ValidationSummary(int Count, double Mean, double Median, double Max)
{
    /// <summary>Summarises rows; those without a simulated value are left out.</summary>
    public static ValidationSummary Of(IEnumerable<ValidationRow> rows)
    {
        var errors = rows.Where(r => r.Error is not null).Select(r => Math.Abs(r.Error!.Value)).Order().ToArray();
        if (errors.Length == 0)
        {
            return new ValidationSummary(0, 0, 0, 0);
        }

        var middle = errors.Length / 2;
        var median = errors.Length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
        return new ValidationSummary(errors.Length, errors.Average(), median, errors[^1]);
    }
}
