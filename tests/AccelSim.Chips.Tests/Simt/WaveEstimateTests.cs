using AccelSim.Chips.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>The arithmetic of sampled kernels: times of waves that were not simulated.</summary>
public class WaveEstimateTests
{
    [Fact]
    public void Equal_waves_leave_no_doubt()
    {
        Assert.Equal(new WaveEstimate(5000, 0), WaveEstimate.Of([[100, 100, 100], [100]], [50]));
        Assert.Equal(0, WaveEstimate.Doubt([100, 100, 100]));
    }

    /// <summary>Waves that take longer from one to the next are between their windows what the line says, and the bound covers either end.</summary>
    [Fact]
    public void A_drift_is_followed_and_doubted()
    {
        var estimate = WaveEstimate.Of([[100, 100], [200]], [10]);
        Assert.Equal(1500, estimate.Femtoseconds);
        Assert.InRange(estimate.Bound, 500, 700);
    }

    /// <summary>mean 100, deviation 10, four waves: 3.18 * 10 / 2 for each skipped wave (95 %), 5.84 for what is stated (99 %).</summary>
    [Fact]
    public void The_interval_of_the_mean_is_students()
    {
        long[] times = [90, 90, 110, 110];
        var deviation = Math.Sqrt(400 / 3.0);
        Assert.Equal(3.18 * deviation / 2 / 100, WaveEstimate.Doubt(times), 12);
        var estimate = WaveEstimate.Of([times, [100]], [20]);
        Assert.Equal(2000, estimate.Femtoseconds);

        // Half of the gap stands on four waves, half on one; the range of all is 20.
        Assert.Equal(20 + (5.84 * deviation * Math.Sqrt((100 / 4.0) + 100)), estimate.Bound, 9);
    }

    [Fact]
    public void Each_gap_counts_half_for_the_windows_beside_it()
    {
        long[] gaps = [10, 30];
        Assert.Equal([5, 20, 15], Enumerable.Range(0, 3).Select(window => WaveEstimate.Share(gaps, window)));
    }

    /// <summary>Waves that take turns at being long and short: the mean of a long window is known better than the waves' spread says.</summary>
    [Fact]
    public void Long_windows_are_judged_by_the_means_of_their_parts()
    {
        long[] turns = [.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 80L : 120L)];
        Assert.Equal(0, WaveEstimate.Doubt(turns), 12);
        Assert.True(WaveEstimate.Doubt(turns[..6]) > 0.2);

        // Parts of 90, 110, 90 and 110: 3.18 * sqrt(400 / 3 / 4) / 100.
        long[] parts = [.. turns.Select((_, i) => i / 4 % 2 == 0 ? 90L : 110L)];
        Assert.Equal(3.18 * Math.Sqrt(400 / 3.0 / 4) / 100, WaveEstimate.Doubt(parts), 12);
        Assert.Equal(WaveEstimate.Doubt(parts), WaveEstimate.Doubt([1000, .. parts]) * (2600 / 1700.0), 3);
    }
}
