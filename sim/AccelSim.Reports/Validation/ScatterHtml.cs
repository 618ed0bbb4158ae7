using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>Simulated over measured as one self-contained HTML page: log-log scatter with the line of equality and a table below.</summary>
public static class ScatterHtml
{
    private const int Size = 560;
    private const int Margin = 60;

    /// <summary>The page. Rows are normalised to their measured unit in seconds or bytes per second, so that all fit one plot.</summary>
    public static string Page(string title, IReadOnlyList<ValidationRow> rows)
    {
        var points = rows.Where(r => r.Simulated is > 0 && r.Measured > 0).ToList();
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            body {"{"} font: 14px system-ui, sans-serif; margin: 2em; {"}"}
            table {"{"} border-collapse: collapse; {"}"} td, th {"{"} padding: 2px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; {"}"}
            td:nth-child(-n+6) {"{"} white-space: nowrap; {"}"} td:nth-child(n+7) {"{"} min-width: 16em; {"}"}
            .gate {"{"} fill: #1a7f37; {"}"} .fail {"{"} fill: #cf222e; {"}"} .report {"{"} fill: #888; {"}"} .calibration {"{"} fill: #0969da; {"}"}
            </style></head><body><h1>{WebUtility.HtmlEncode(title)}</h1>

            """);
        if (points.Count > 0)
        {
            Plot(page, points);
        }

        Table(page, rows);
        page.Append("</body></html>\n");
        return page.ToString();
    }

    private static void Plot(StringBuilder page, List<ValidationRow> points)
    {
        var values = points.SelectMany(p => (double[])[p.Measured, p.Simulated!.Value]).ToList();
        var low = Math.Floor(Math.Log10(values.Min()));
        var high = Math.Max(low + 1, Math.Ceiling(Math.Log10(values.Max())));
        double X(double value) => Margin + ((Math.Log10(value) - low) / (high - low) * (Size - Margin - 20));
        double Y(double value) => Size - X(value);
        page.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Size}\" height=\"{Size}\" role=\"img\" aria-label=\"simulated over measured\">\n");
        for (var decade = low; decade <= high; decade++)
        {
            var at = Math.Pow(10, decade);
            page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(at):0.#}\" y1=\"{Y(Math.Pow(10, high)):0.#}\" x2=\"{X(at):0.#}\" y2=\"{Size - Margin}\" stroke=\"#eee\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Margin}\" y1=\"{Y(at):0.#}\" x2=\"{Size - 20}\" y2=\"{Y(at):0.#}\" stroke=\"#eee\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(at):0.#}\" y=\"{Size - Margin + 18}\" text-anchor=\"middle\" font-size=\"11\">1e{decade:0}</text>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin - 6}\" y=\"{Y(at) + 4:0.#}\" text-anchor=\"end\" font-size=\"11\">1e{decade:0}</text>\n");
        }

        var (first, last) = (Math.Pow(10, low), Math.Pow(10, high));
        page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(first):0.#}\" y1=\"{Y(first):0.#}\" x2=\"{X(last):0.#}\" y2=\"{Y(last):0.#}\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>\n");
        foreach (var point in points)
        {
            var kind = !point.Passed ? "fail" : point.Role;
            page.Append(CultureInfo.InvariantCulture, $"<circle class=\"{WebUtility.HtmlEncode(kind)}\" cx=\"{X(point.Measured):0.#}\" cy=\"{Y(point.Simulated!.Value):0.#}\" r=\"5\">");
            page.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode($"{point.Name} on {point.Chip}: measured {point.Measured:G5}, simulated {point.Simulated:G5} {point.Unit}")}</title></circle>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Size / 2}\" y=\"{Size - 14}\" text-anchor=\"middle\">measured</text>");
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"16\" y=\"{Size / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {Size / 2})\">simulated</text></svg>\n");
    }

    private static void Table(StringBuilder page, IReadOnlyList<ValidationRow> rows)
    {
        page.Append("<table><tr><th>experiment<th>chip<th>measured<th>simulated<th>error<th>role<th>remark<th>source</tr>\n");
        foreach (var row in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(row.Name)}<td>{WebUtility.HtmlEncode(row.Chip)}");
            page.Append(CultureInfo.InvariantCulture, $"<td>{row.Measured:G5} {WebUtility.HtmlEncode(row.Unit)}<td>{row.Simulated:G5}<td>{row.Error:P1}");
            page.Append(CultureInfo.InvariantCulture, $"<td>{WebUtility.HtmlEncode(row.Role)}{(row.Passed ? "" : " FAIL")}<td>{WebUtility.HtmlEncode(row.Remark)}<td>{WebUtility.HtmlEncode(row.Source)}</tr>\n");
        }

        page.Append("</table>\n");
    }
}
