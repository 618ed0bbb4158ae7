using FsCheck.Fluent;

namespace AccelSim.Reports.Tests;

/// <summary>Statistics of errors, against figures worked out by hand and by NumPy and SciPy.</summary>
public sealed class ErrorStatisticsTests
{
    [Fact]
    public void Figures_are_those_of_a_worked_example()
    {
        // errors +10 %, -20 %, 0, +50 %; ranks of simulated 2, 1, 3, 4 against 1, 2, 3, 4
        var statistics = ErrorStatistics.Of([Row(10, 11), Row(11, 8.8), Row(30, 30), Row(40, 60), Row(50, null)]);
        Assert.Equal(4, statistics.Count);
        Assert.Equal(0.20, statistics.Mean, 12);
        Assert.Equal(0.15, statistics.Median, 12);
        Assert.Equal(0.41, statistics.Ninetieth, 12);
        Assert.Equal(0.10, statistics.Bias, 12);
        Assert.Equal(0.8, statistics.Spearman, 12);
    }

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks()
    {
        // scipy.stats.spearmanr([1, 2, 2, 3], [1, 3, 2, 2]) = 0.5
        Assert.Equal(0.5, ErrorStatistics.RankCorrelation([1, 2, 2, 3], [1, 3, 2, 2]), 12);
    }

    [Fact]
    public void Without_rows_nothing_is_known()
    {
        var statistics = ErrorStatistics.Of([Row(1, null)]);
        Assert.Equal(0, statistics.Count);
        Assert.All([statistics.Mean, statistics.Median, statistics.Ninetieth, statistics.Spearman], value => Assert.True(double.IsNaN(value)));
        Assert.False(new OperatorGroup("gated", 0.5).Passes(statistics));
        Assert.True(new OperatorGroup("reported").Passes(statistics));
    }

    [Fact]
    public void Ranks_do_not_depend_on_scale_and_turn_with_order()
    {
        Law.Holds(Gen.Choose(1, 1_000_000).ArrayOf(12), values =>
        {
            double[] x = [.. values.Select((value, i) => value + (i * 1e-3))];
            Assert.Equal(1, ErrorStatistics.RankCorrelation(x, [.. x.Select(Math.Sqrt)]), 9);
            Assert.Equal(-1, ErrorStatistics.RankCorrelation(x, [.. x.Select(value => -value)]), 9);
        });
    }

    private static ValidationRow Row(double measured, double? simulated) => new("row", "chip", "us", measured, simulated, null, "report", "", "");
}
