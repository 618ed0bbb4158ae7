using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>Simulated over measured values under one heading, of one unit, as an SVG picture: logarithmic axes, the line of equality, bands of 10 and 20 %, a number at each point.</summary>
internal sealed class ScatterPlot
{
    private const int Size = 370;
    private const int Left = 58;
    private const int Right = 16;
    private const int Edge = Size - Left - Right;

    private readonly string _heading;
    private readonly string _unit;
    private readonly List<(int Number, ValidationRow Row)> _points;
    private readonly double _low;
    private readonly double _high;

    /// <summary>Chooses axes that hold every point and the bands around them.</summary>
    public ScatterPlot(string heading, List<(int Number, ValidationRow Row)> points)
    {
        (_heading, _unit, _points) = (heading, points[0].Row.Unit, points);
        var logs = points.SelectMany(p => (double[])[Math.Log10(p.Row.Measured), Math.Log10(p.Row.Simulated!.Value)]).ToList();
        var margin = Math.Max(0.15, (logs.Max() - logs.Min()) * 0.08);
        (_low, _high) = (logs.Min() - margin, logs.Max() + margin);
    }

    /// <summary>Writes the picture.</summary>
    public void Write(StringBuilder page)
    {
        var (heading, unit) = (WebUtility.HtmlEncode(_heading), WebUtility.HtmlEncode(_unit));
        page.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{heading}</figcaption><svg width=\"{Size}\" height=\"{Size}\" role=\"img\" aria-label=\"simulated over measured, {heading}\">\n");
        Band(page, 0.2, "#f3f4f6");
        Band(page, 0.1, "#e5e7eb");
        foreach (var tick in Ticks())
        {
            var at = Place(tick);
            var text = Amounts.Number(tick);
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left + at:0.#} {Right}V{Right + Edge}M{Left} {Right + Edge - at:0.#}H{Left + Edge}\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + at:0.#}\" y=\"{Right + Edge + 16}\" text-anchor=\"middle\">{text}</text>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Right + Edge - at + 4:0.#}\" text-anchor=\"end\">{text}</text>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<path class=\"equal\" d=\"M{Left} {Right + Edge}L{Left + Edge} {Right}\"/><rect class=\"frame\" x=\"{Left}\" y=\"{Right}\" width=\"{Edge}\" height=\"{Edge}\"/>\n");
        foreach (var (number, row) in _points)
        {
            var (x, y) = (Left + Place(row.Measured), Right + Edge - Place(row.Simulated!.Value));
            var title = WebUtility.HtmlEncode($"{row.Name} on {row.Chip}: measured {row.Measured:G5}, simulated {row.Simulated:G5} {row.Unit}");
            page.Append(CultureInfo.InvariantCulture, $"<g class=\"{WebUtility.HtmlEncode(row.Passed ? row.Role : "fail")}\"><title>{title}</title><circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"5\"/><text x=\"{x + 7:0.#}\" y=\"{y - 5:0.#}\">{number}</text></g>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (Edge / 2)}\" y=\"{Right + Edge + 34}\" text-anchor=\"middle\">measured, {unit}</text>");
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"14\" y=\"{Right + (Edge / 2)}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {Right + (Edge / 2)})\">simulated, {unit}</text></svg></figure>\n");
    }

    /// <summary>Pixels along an axis.</summary>
    private double Place(double value) => Math.Clamp((Math.Log10(value) - _low) / (_high - _low), 0, 1) * Edge;

    /// <summary>Where the simulated value is within a fraction of the measured one; on logarithmic axes a stripe beside the line of equality, cut at the frame.</summary>
    private void Band(StringBuilder page, double fraction, string colour)
    {
        var above = Math.Log10(1 + fraction) / (_high - _low) * Edge;
        var below = -Math.Log10(1 - fraction) / (_high - _low) * Edge;
        double bottom = Right + Edge, right = Left + Edge;
        page.Append(CultureInfo.InvariantCulture, $"<path fill=\"{colour}\" d=\"M{Left} {bottom}V{bottom - above:0.#}L{right - above:0.#} {Right}H{right}V{Right + below:0.#}L{Left + below:0.#} {bottom}Z\"/>");
    }

    /// <summary>1, 2 and 5 of every decade in sight, or the decades alone where there are many.</summary>
    private IEnumerable<double> Ticks()
    {
        double[] steps = _high - _low > 3 ? [1] : [1, 2, 5];
        for (var decade = Math.Floor(_low); decade <= _high; decade++)
        {
            foreach (var step in steps)
            {
                var tick = step * Math.Pow(10, decade);
                if (Math.Log10(tick) >= _low && Math.Log10(tick) <= _high)
                {
                    yield return tick;
                }
            }
        }
    }
}
