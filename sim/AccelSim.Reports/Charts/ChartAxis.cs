using System.Globalization;

namespace AccelSim.Reports;

/// <summary>An axis of a <see cref="LineChart"/>: its words, its scale, the values that are written at it.</summary>
public sealed class ChartAxis
{
    private readonly Func<double, double> _scale;
    private readonly double _low;
    private readonly double _high;

    private ChartAxis(string title, Func<double, double> scale, double low, double high, IReadOnlyList<(double Value, string Text)> ticks)
    {
        (Title, _scale, Ticks) = (title, scale, ticks);
        (_low, _high) = (scale(low), scale(high));
    }

    /// <summary>What is along it, with the unit.</summary>
    public string Title { get; }

    /// <summary>Values that are written at it.</summary>
    public IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <summary>From 0, or from the least value, to beyond the greatest, in steps of 1, 2 or 5 times a power of ten.</summary>
    public static ChartAxis Linear(string title, IReadOnlyCollection<double> values, double? high = null)
    {
        var top = Math.Max(high ?? 0, values.DefaultIfEmpty(0).Max());
        top = top > 0 ? top : 1;
        var step = Math.Pow(10, Math.Floor(Math.Log10(top / 4)));
        step *= top / step > 20 ? 5 : top / step > 8 ? 2 : 1;
        var count = (int)Math.Ceiling((top / step) - 1e-9);
        return new ChartAxis(title, value => value, 0, count * step, [.. Enumerable.Range(0, count + 1).Select(i => (i * step, Text(i * step)))]);
    }

    /// <summary>Decades around the values, written at 1, 2 and 5 where there are few.</summary>
    public static ChartAxis Decades(string title, IReadOnlyCollection<double> values)
    {
        var positive = values.Where(value => value > 0).DefaultIfEmpty(1).ToList();
        double[] steps = positive.Max() / positive.Min() > 200 ? [1] : [1, 2, 5];
        var all = Enumerable.Range(-6, 19).SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade))).ToList();
        var low = all.Last(value => value <= positive.Min() * 1.0000001);
        var high = all.First(value => value >= positive.Max() * 0.9999999 && value > low);
        return new ChartAxis(title, Math.Log10, low, high, [.. all.Where(value => value >= low && value <= high).Select(value => (value, Text(value)))]);
    }

    /// <summary>Equal distance for each doubling; every value is written in words of its own, or every second where there are many.</summary>
    public static ChartAxis Doublings(string title, IReadOnlyList<(double Value, string Text)> values)
    {
        var every = (values.Count + 8) / 9;
        return new ChartAxis(title, Math.Log2, values.Min(v => v.Value), values.Max(v => v.Value), [.. values.Where((_, i) => i % every == 0)]);
    }

    /// <summary>How far along the axis a value lies, from 0 to 1.</summary>
    public double Place(double value) => _high > _low ? Math.Clamp((_scale(value) - _low) / (_high - _low), 0, 1) : 0.5;

    private static string Text(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
