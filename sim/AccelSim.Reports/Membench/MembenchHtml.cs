using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>A memory under patterns as one self-contained HTML page: bandwidth over stride, block and requests outstanding, latency over load, where the time of the buses went, all rows.</summary>
public static class MembenchHtml
{
    /// <summary>The page.</summary>
    public static string Page(MembenchResult result)
    {
        var page = new StringBuilder();
        LineChart.Begin(page, $"Memory of {result.Name}");
        page.Append(CultureInfo.InvariantCulture, $"<p>{WebUtility.HtmlEncode(result.Device)}, {result.Channels} data buses, {result.PeakGigabytesPerSecond:0.0} GB/s peak. Requests of {result.RequestBytes} B, {result.Outstanding} outstanding for each data bus, where the pattern does not say otherwise. Latencies include controller and PHY.</p>\n");
        page.Append("<div class=\"plots\">\n");
        BusBars.Write(page, [.. result.Points.Where(row => row.Pattern is "read" or "write" or "copy" or "mix" or "row-hits" or "row-conflict" || (row.Pattern == "random" && row.X < 128))]);
        Bandwidth(page, result, "stride", "reads of a least request at a stride", "stride");
        Bandwidth(page, result, "random", "reads of blocks at random places", "block");
        Bandwidth(page, result, "outstanding", "sequential reads, by requests on their way", "requests on their way");
        Latency(page, result, "load", "sequential reads");
        Latency(page, result, "load-random", "random reads of a least request");
        page.Append("</div>\n");
        Table(page, result);
        page.Append("</body></html>\n");
        return page.ToString();
    }

    private static void Bandwidth(StringBuilder page, MembenchResult result, string pattern, string title, string along)
    {
        var rows = result.Points.Where(row => row.Pattern == pattern).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var line = new LineSeries("bandwidth", [.. rows.Select(row => (row.X, row.GigabytesPerSecond, Title(row)))]);
        LineChart.Write(
            page, $"Bandwidth: {title}", ChartAxis.Doublings(along, [.. rows.Select(row => (row.X, row.Point))]),
            ChartAxis.Linear("GB/s", [.. rows.Select(row => row.GigabytesPerSecond)], result.PeakGigabytesPerSecond), [line], (result.PeakGigabytesPerSecond, "peak"));
    }

    private static void Latency(StringBuilder page, MembenchResult result, string pattern, string title)
    {
        var rows = result.Points.Where(row => row.Pattern == pattern).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        LineSeries Of(string name, Func<MembenchRow, double> value) => new(name, [.. rows.Select(row => (row.GigabytesPerSecond, value(row), Title(row)))]);
        LineSeries[] lines = [Of("mean", row => row.MeanLatency), Of("p50", row => row.MedianLatency), Of("p99", row => row.TailLatency)];
        LineChart.Write(
            page, $"Latency under load: {title}", ChartAxis.Linear("GB/s", [.. rows.Select(row => row.GigabytesPerSecond)]),
            ChartAxis.Decades("ns", [.. lines.SelectMany(line => line.Points).Select(point => point.Y)]), lines);
    }

    private static string Title(MembenchRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{row.Pattern} {row.Point}: {row.GigabytesPerSecond:G4} GB/s, {100 * row.PeakFraction:0.0} % of peak, {row.MeanLatency:0.0} ns mean, p99 {row.TailLatency:0.0} ns");

    private static void Table(StringBuilder page, MembenchResult result)
    {
        page.Append("<h2>All points</h2>\n<table><tr><th>pattern<th><th>GB/s<th>of peak<th>row hits<th>mean, ns<th>p50<th>p99<th>data<th>bank group<th>rows<th>refresh<th>turnaround<th>idle</tr>\n");
        foreach (var row in result.Points)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(row.Pattern)}<td>{WebUtility.HtmlEncode(row.Point)}<td>{row.GigabytesPerSecond:0.00}<td>{100 * row.PeakFraction:0.0} %<td>{100 * row.RowHitRate:0.0} %<td>{row.MeanLatency:0.0}<td>{row.MedianLatency:0.0}<td>{row.TailLatency:0.0}");
            foreach (var share in (double[])[row.Data, row.BankGroup, row.RowMiss, row.Refresh, row.Turnaround, row.Idle])
            {
                page.Append(CultureInfo.InvariantCulture, $"<td>{100 * share:0.0} %");
            }

            page.Append("</tr>\n");
        }

        page.Append("</table>\n");
    }
}
