using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>Time (logarithmic) and bus bandwidth (linear) over size, as one self-contained HTML page.</summary>
public static class CollectiveHtml
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Margin = 60;

    /// <summary>The page.</summary>
    public static string Page(string title, IReadOnlyList<CollectiveRow> rows)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title>\n");
        page.Append("<style>body { font: 14px system-ui, sans-serif; margin: 2em; } svg { display: block; margin-bottom: 1em; }</style></head>\n");
        page.Append(CultureInfo.InvariantCulture, $"<body><h1>{WebUtility.HtmlEncode(title)}</h1>\n");
        Plot(page, "time, us", rows, row => row.Microseconds, logarithmic: true);
        Plot(page, "bus bandwidth, GB/s", rows, row => row.BusGigabytesPerSecond, logarithmic: false);
        page.Append("</body></html>\n");
        return page.ToString();
    }

    private static void Plot(StringBuilder page, string name, IReadOnlyList<CollectiveRow> rows, Func<CollectiveRow, double> value, bool logarithmic)
    {
        double Scale(double v) => logarithmic ? Math.Log10(v) : v;
        var low = logarithmic ? Math.Floor(Scale(rows.Min(value))) : 0;
        var top = Scale(rows.Max(value));
        var step = logarithmic ? 1 : Math.Pow(10, Math.Floor(Math.Log10(Math.Max(top, 1e-9))));
        var high = Math.Max(low + step, Math.Ceiling(top / step) * step);
        double X(int i) => Margin + (i * (Width - Margin - 20.0) / Math.Max(1, rows.Count - 1));
        double Y(double v) => Height - Margin - ((v - low) / (high - low) * (Height - Margin - 30));
        page.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{name}\"><text x=\"{Margin}\" y=\"18\" font-weight=\"600\">{name}</text>\n");
        for (var tick = low; tick <= high + (step / 2); tick += step)
        {
            page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Margin}\" y1=\"{Y(tick):0.#}\" x2=\"{Width - 20}\" y2=\"{Y(tick):0.#}\" stroke=\"#ddd\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin - 6}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\" font-size=\"11\">{(logarithmic ? Math.Pow(10, tick) : tick):0.####}</text>\n");
        }

        for (var i = 0; i < rows.Count; i += Math.Max(1, rows.Count / 8))
        {
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i):0.#}\" y=\"{Height - Margin + 18}\" text-anchor=\"middle\" font-size=\"11\">{CollectiveReport.Size(rows[i].Bytes)}</text>\n");
        }

        var points = string.Join(' ', rows.Select((row, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):0.#},{Y(Scale(value(row))):0.#}")));
        page.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"#0969da\" stroke-width=\"2\"/>\n");
        for (var i = 0; i < rows.Count; i++)
        {
            page.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(i):0.#}\" cy=\"{Y(Scale(value(rows[i]))):0.#}\" r=\"3\" fill=\"#0969da\"><title>{CollectiveReport.Size(rows[i].Bytes)}: {value(rows[i]):G5} ({rows[i].Algorithm})</title></circle>\n");
        }

        page.Append("</svg>\n");
    }
}
