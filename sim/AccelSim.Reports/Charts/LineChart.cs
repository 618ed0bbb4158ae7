using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>Lines over two axes as an SVG picture, with a key where there are several.</summary>
public static class LineChart
{
    /// <summary>Style of the pages that charts are on.</summary>
    private const string Style = """
        body { font: 14px system-ui, sans-serif; margin: 2em; color: #1f2328; } h1 { font-size: 22px; } h2 { font-size: 17px; margin-bottom: .3em; }
        p { max-width: 70em; color: #57606a; } .plots { display: flex; flex-wrap: wrap; gap: 12px 28px; } figure { margin: 0; }
        figcaption { font-weight: 600; margin-left: 58px; } svg { display: block; } svg text { font-size: 11px; fill: #57606a; }
        .grid { stroke: #d8dee4; stroke-width: 1; } .frame { fill: none; stroke: #afb8c1; } .limit { stroke: #57606a; stroke-dasharray: 5 4; } .key i { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 5px; }
        .key { margin: 2px 0 2px 58px; max-width: 450px; font-size: 12px; } .key span { margin-right: 1.3em; white-space: nowrap; }
        table { border-collapse: collapse; margin-top: .6em; font-size: 13px; } td, th { padding: 2px 10px; text-align: right; border-bottom: 1px solid #d8dee4; white-space: nowrap; }
        th { color: #57606a; font-weight: 600; } td:first-child, th:first-child { text-align: left; }
        """;

    private const int Width = 520;
    private const int Height = 300;
    private const int Left = 58;
    private const int Right = 16;
    private const int Top = 10;
    private const int Bottom = 44;

    private static readonly string[] Colours = ["#0969da", "#bc4c00", "#8250df", "#1a7f37", "#bf3989", "#57606a"];

    /// <summary>Writes the picture.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="x">Across.</param>
    /// <param name="y">Upwards.</param>
    /// <param name="lines">What is drawn.</param>
    /// <param name="limit">A value that nothing can exceed, and its name.</param>
    public static void Write(StringBuilder page, string title, ChartAxis x, ChartAxis y, IReadOnlyList<LineSeries> lines, (double Value, string Name)? limit = null)
    {
        var heading = WebUtility.HtmlEncode(title);
        page.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{heading}</figcaption>\n");
        Key(page, lines);
        page.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{heading}\">\n");
        foreach (var (value, text) in x.Ticks)
        {
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{X(x, value):0.#} {Top}V{Height - Bottom}\"/><text x=\"{X(x, value):0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(text)}</text>\n");
        }

        foreach (var (value, text) in y.Ticks)
        {
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {Y(y, value):0.#}H{Width - Right}\"/><text x=\"{Left - 6}\" y=\"{Y(y, value) + 4:0.#}\" text-anchor=\"end\">{WebUtility.HtmlEncode(text)}</text>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<rect class=\"frame\" x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/>\n");
        if (limit is var (most, name))
        {
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"limit\" d=\"M{Left} {Y(y, most):0.#}H{Width - Right}\"/><text x=\"{Width - Right - 6}\" y=\"{Y(y, most) + 14:0.#}\" text-anchor=\"end\">{WebUtility.HtmlEncode(name)}</text>\n");
        }

        for (var i = 0; i < lines.Count; i++)
        {
            Line(page, x, y, lines[i], Colours[i % Colours.Length]);
        }

        var middle = (Height - Bottom + Top) / 2;
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Width + Left - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(x.Title)}</text>");
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"12\" y=\"{middle}\" text-anchor=\"middle\" transform=\"rotate(-90 12 {middle})\">{WebUtility.HtmlEncode(y.Title)}</text></svg></figure>\n");
    }

    /// <summary>Begins a page.</summary>
    public static void Begin(StringBuilder page, string title) => page.Append(
        CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title>\n<style>\n{Style}\n</style></head>\n<body><h1>{WebUtility.HtmlEncode(title)}</h1>\n");

    private static double X(ChartAxis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static double Y(ChartAxis axis, double value) => Height - Bottom - (axis.Place(value) * (Height - Top - Bottom));

    private static void Key(StringBuilder page, IReadOnlyList<LineSeries> lines)
    {
        if (lines.Count > 1)
        {
            page.Append("<div class=\"key\">");
            for (var i = 0; i < lines.Count; i++)
            {
                page.Append(CultureInfo.InvariantCulture, $"<span><i style=\"background:{Colours[i % Colours.Length]}\"></i>{WebUtility.HtmlEncode(lines[i].Name)}</span>");
            }

            page.Append("</div>\n");
        }
    }

    private static void Line(StringBuilder page, ChartAxis x, ChartAxis y, LineSeries line, string colour)
    {
        var points = string.Join(' ', line.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(x, p.X):0.#},{Y(y, p.Y):0.#}")));
        page.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        foreach (var point in line.Points)
        {
            page.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(x, point.X):0.#}\" cy=\"{Y(y, point.Y):0.#}\" r=\"3\" fill=\"{colour}\"><title>{WebUtility.HtmlEncode(point.Title)}</title></circle>");
        }

        page.Append('\n');
    }
}
