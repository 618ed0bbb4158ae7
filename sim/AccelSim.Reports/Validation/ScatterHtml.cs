using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>Simulated over measured as one self-contained HTML page: a picture per unit and a table below whose row numbers stand at the points.</summary>
public static class ScatterHtml
{
    private const string Style = """
        body { font: 14px system-ui, sans-serif; margin: 2em; color: #1f2328; }
        .plots { display: flex; flex-wrap: wrap; gap: 8px 24px; } figure { margin: 0; } figcaption { font-weight: 600; margin-left: 58px; }
        svg text { font-size: 11px; fill: #57606a; } .grid { stroke: #d0d7de; stroke-width: .5; } .equal { stroke: #57606a; stroke-dasharray: 4 4; } .frame { fill: none; stroke: #afb8c1; }
        table { border-collapse: collapse; margin-top: 1.5em; } td, th { padding: 2px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
        td:nth-child(-n+7) { white-space: nowrap; } td:nth-child(n+8) { min-width: 14em; } td.number { text-align: right; }
        .gate circle { fill: #1a7f37; } .fail circle { fill: #cf222e; } .report circle { fill: #8c959f; } .calibration circle { fill: #0969da; }
        .key span { margin-right: 1.5em; } .key i { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 5px; }
        """;

    /// <summary>The page, a picture for each unit.</summary>
    public static string Page(string title, IReadOnlyList<ValidationRow> rows) => Page(title, rows, row => row.Unit);

    /// <summary>The page, a picture for each heading; what stands under a heading has one unit.</summary>
    public static string Page(string title, IReadOnlyList<ValidationRow> rows, Func<ValidationRow, string> heading)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title>\n<style>\n{Style}\n</style></head>\n");
        page.Append(CultureInfo.InvariantCulture, $"<body><h1>{WebUtility.HtmlEncode(title)}</h1>\n");
        page.Append(
            """
            <p class="key"><span><i style="background:#1a7f37"></i>gated, passes</span><span><i style="background:#cf222e"></i>gated, fails</span><span><i style="background:#0969da"></i>calibration</span><span><i style="background:#8c959f"></i>reported</span>bands: 10 and 20 % of the measured value</p>
            <div class="plots">

            """);
        var plotted = rows.Select((row, i) => (Number: i + 1, Row: row)).Where(point => point.Row.Simulated is > 0 && point.Row.Measured > 0);
        foreach (var together in plotted.GroupBy(point => heading(point.Row)).OrderByDescending(group => group.Count()))
        {
            new ScatterPlot(together.Key, [.. together]).Write(page);
        }

        page.Append("</div>\n");
        Table(page, rows);
        page.Append("</body></html>\n");
        return page.ToString();
    }

    private static void Table(StringBuilder page, IReadOnlyList<ValidationRow> rows)
    {
        page.Append("<table><tr><th><th>experiment<th>chip<th>measured<th>simulated<th>error<th>role<th>remark<th>source</tr>\n");
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var measured = double.IsNaN(row.Measured) ? "" : string.Create(CultureInfo.InvariantCulture, $"{row.Measured:G5} {row.Unit}");
            var error = row.Error is { } known ? (100 * known).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : "";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{i + 1}<td>{WebUtility.HtmlEncode(row.Name)}<td>{WebUtility.HtmlEncode(row.Chip)}");
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{WebUtility.HtmlEncode(measured)}<td class=\"number\">{row.Simulated:G5}<td class=\"number\">{error}");
            page.Append(CultureInfo.InvariantCulture, $"<td>{WebUtility.HtmlEncode(row.Role)}{(row.Passed ? "" : " FAIL")}<td>{WebUtility.HtmlEncode(row.Remark)}<td>{WebUtility.HtmlEncode(row.Source)}</tr>\n");
        }

        page.Append("</table>\n");
    }
}
