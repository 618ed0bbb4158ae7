using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>A network under traffic patterns as one self-contained HTML page: latency over load, all rows.</summary>
public static class NetbenchHtml
{
    /// <summary>The page.</summary>
    public static string Page(NetbenchResult result)
    {
        var page = new StringBuilder();
        LineChart.Begin(page, $"Network {result.Name}");
        page.Append(CultureInfo.InvariantCulture, $"<p>{WebUtility.HtmlEncode(NetbenchReport.Setting(result))}. Latency is from the making of a packet to the arrival of its last flit. Saturated is the highest load whose mean latency stays below three times that of the idle network.</p>\n<div class=\"plots\">\n");
        Latency(page, result, "Mean latency over load", row => row.MeanLatency);
        Latency(page, result, "99 of 100 packets took no longer", row => row.TailLatency);
        page.Append("</div>\n");
        Summary(page, result);
        Table(page, result);
        page.Append("</body></html>\n");
        return page.ToString();
    }

    private static void Latency(StringBuilder page, NetbenchResult result, string title, Func<NetbenchRow, double> value)
    {
        var lines = result.Points.GroupBy(row => row.Pattern).Select(rows => new LineSeries(
            rows.Key, [.. rows.Where(row => row.Load != 0).Select(row => (row.Accepted, value(row), Title(row)))])).ToList();
        var points = lines.SelectMany(line => line.Points).ToList();
        LineChart.Write(
            page, title, ChartAxis.Linear("accepted, flits per node and cycle", [.. points.Select(point => point.X)]), ChartAxis.Decades("cycles", [.. points.Select(point => point.Y)]), lines);
    }

    private static string Title(NetbenchRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{row.Pattern}, {NetbenchReport.Load(row.Load)}: {row.Accepted:0.000} flits per node and cycle, {row.GigabytesPerSecond:G4} GB/s, {row.MeanLatency:0.0} cycles mean, p99 {row.TailLatency}");

    private static void Summary(StringBuilder page, NetbenchResult result)
    {
        page.Append("<h2>Each pattern</h2>\n<table><tr><th>pattern<th>routers<th>idle, cycles<th>idle, ns<th>saturated, flits per node and cycle<th>GB/s</tr>\n");
        foreach (var rows in result.Points.GroupBy(row => row.Pattern))
        {
            var (idle, saturated) = (rows.First(), rows.Last());
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(rows.Key)}<td>{idle.Hops:0.00}<td>{idle.MeanLatency:0.0}<td>{idle.MeanNanoseconds:0.0}<td>{saturated.Accepted:0.000}<td>{saturated.GigabytesPerSecond:0.0}</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Table(StringBuilder page, NetbenchResult result)
    {
        page.Append("<h2>All points</h2>\n<table><tr><th>pattern<th>load<th>offered<th>accepted<th>GB/s<th>mean, cycles<th>p50<th>p95<th>p99<th>mean, ns<th>routers</tr>\n");
        foreach (var row in result.Points)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(row.Pattern)}<td>{NetbenchReport.Load(row.Load)}<td>{row.Offered:0.000}<td>{row.Accepted:0.000}<td>{row.GigabytesPerSecond:0.0}<td>{row.MeanLatency:0.0}<td>{row.MedianLatency}<td>{row.Percentile95}<td>{row.TailLatency}<td>{row.MeanNanoseconds:0.0}<td>{row.Hops:0.00}</tr>\n");
        }

        page.Append("</table>\n");
    }
}
