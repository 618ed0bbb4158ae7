namespace AccelSim.Chips.Simt;

/// <summary>
/// Time of skipped waves from the measured ones around them, and its bound. A wave between two windows takes what the line between the windows' means
/// says. The bound adds three things: the 99 % interval of what the means contribute (Student's t); half the difference between the means around each
/// gap, for all of its waves, since nobody saw how the time went from one to the other; and the range of the measured waves once for each gap, since
/// blocks from before it and behind it run side by side there.
/// </summary>
/// <remarks>
/// Waves of noisy kernels are not independent (one that ends late leaves less for the next). The spread of a long window is therefore that of the means
/// of four parts of it (batch means: Law and Kelton, Simulation Modeling and Analysis); that of short ones is their waves', taken together.
/// </remarks>
/// <param name="Femtoseconds">Estimate, fs.</param>
/// <param name="Bound">Bound to either side, fs.</param>
internal readonly record struct WaveEstimate(double Femtoseconds, double Bound)
{
    /// <summary>Waves from which on a window is long.</summary>
    public const int LongWindow = 8;

    private const int Parts = 4;

    /// <summary>Two-sided 95 % points of Student's t for 1, 2, 3 ... degrees of freedom.</summary>
    private static readonly double[] Student = [12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13];

    /// <summary>Two-sided 99 % points: a bound that is stated should hold, where 95 % is enough to see that waves have settled.</summary>
    private static readonly double[] Stated = [63.66, 9.92, 5.84, 4.60, 4.03, 3.71, 3.50, 3.36, 3.25, 3.17, 3.11, 3.05, 3.01, 2.98, 2.95];

    /// <summary>The estimate of all gaps.</summary>
    /// <param name="windows">Times of the measured waves, window by window, fs; one window more than gaps, and some with two waves or more.</param>
    /// <param name="gaps">Waves skipped between them.</param>
    public static WaveEstimate Of(IReadOnlyList<IReadOnlyList<long>> windows, IReadOnlyList<long> gaps)
    {
        var means = windows.Select(window => window.Average()).ToArray();
        var isLong = windows.Any(window => window.Count >= LongWindow);
        var freedom = isLong ? Parts - 1 : windows.Sum(window => window.Count - 1);
        var pooled = windows.Sum(Squares) / Math.Max(1, windows.Sum(window => window.Count - 1));
        var range = windows.Max(window => window.Max()) - windows.Min(window => window.Min());
        var (estimate, doubt, variance) = (0.0, 0.0, 0.0);
        for (var i = 0; i < windows.Count; i++)
        {
            var share = Share(gaps, i);
            estimate += share * means[i];
            variance += share * share * (windows[i].Count >= LongWindow ? VarianceOfMean(windows[i]) : pooled / windows[i].Count);
            doubt += i < gaps.Count ? range + (gaps[i] * Math.Abs(means[i] - means[i + 1]) / 2) : 0;
        }

        return new WaveEstimate(estimate, doubt + (Point(Stated, freedom) * Math.Sqrt(variance)));
    }

    /// <summary>Skipped waves for which a window stands: half of each gap beside it.</summary>
    public static double Share(IReadOnlyList<long> gaps, int window) => ((window > 0 ? gaps[window - 1] : 0) + (window < gaps.Count ? gaps[window] : 0)) / 2.0;

    /// <summary>Half the width of the 95 % interval of a mean, as a part of it.</summary>
    /// <param name="times">Two times or more.</param>
    public static double Doubt(IReadOnlyList<long> times) =>
        Point(Student, times.Count >= LongWindow ? Parts - 1 : times.Count - 1) * Math.Sqrt(VarianceOfMean(times)) / times.Average();

    private static double VarianceOfMean(IReadOnlyList<long> times)
    {
        if (times.Count < LongWindow)
        {
            return Squares(times) / (times.Count - 1) / times.Count;
        }

        // What does not fill four parts is left out at the begin.
        var size = times.Count / Parts;
        var means = times.Skip(times.Count - (Parts * size)).Chunk(size).Select(part => part.Average()).ToArray();
        return means.Sum(mean => Square(mean - means.Average())) / (Parts - 1) / Parts;
    }

    private static double Squares(IReadOnlyList<long> times)
    {
        var mean = times.Average();
        return times.Sum(time => Square(time - mean));
    }

    private static double Square(double value) => value * value;

    private static double Point(double[] points, int freedom) => points[Math.Clamp(freedom, 1, points.Length) - 1];
}
