namespace AccelSim.Reports;

/// <summary>How simulated values compare with measured ones over a set of rows.</summary>
/// <param name="Count">Rows with a simulated value.</param>
/// <param name="Mean">Mean of the absolute relative errors (MAPE).</param>
/// <param name="Median">Their median.</param>
/// <param name="Ninetieth">Their 90th percentile, between ranks by straight line.</param>
/// <param name="Bias">Mean of the relative errors with their signs.</param>
/// <param name="Spearman">Spearman's rank correlation of simulated and measured values; not a number below two rows or where all are alike.</param>
public sealed record ErrorStatistics(int Count, double Mean, double Median, double Ninetieth, double Bias, double Spearman)
{
    /// <summary>Of rows; those without a simulated value are left out.</summary>
    public static ErrorStatistics Of(IEnumerable<ValidationRow> rows)
    {
        var known = rows.Where(row => row.Error is not null).ToArray();
        if (known.Length == 0)
        {
            return new ErrorStatistics(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var errors = known.Select(row => Math.Abs(row.Error!.Value)).Order().ToArray();
        return new ErrorStatistics(
            errors.Length, errors.Average(), Percentile(errors, 0.5), Percentile(errors, 0.9), known.Average(row => row.Error!.Value),
            RankCorrelation([.. known.Select(row => row.Measured)], [.. known.Select(row => row.Simulated!.Value)]));
    }

    /// <summary>A percentile of sorted values: between two ranks by straight line, as NumPy's default.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double fraction)
    {
        var place = fraction * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs.</summary>
    public static double RankCorrelation(double[] x, double[] y)
    {
        var (a, b) = (Ranks(x), Ranks(y));
        double meanA = a.DefaultIfEmpty().Average(), meanB = b.DefaultIfEmpty().Average();
        double together = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            together += (a[i] - meanA) * (b[i] - meanB);
            squareA += (a[i] - meanA) * (a[i] - meanA);
            squareB += (b[i] - meanB) * (b[i] - meanB);
        }

        return together / Math.Sqrt(squareA * squareB);
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]])
            {
                end++;
            }

            for (var i = first; i < end; i++)
            {
                ranks[order[i]] = (first + end - 1) / 2.0;
            }

            first = end;
        }

        return ranks;
    }
}
