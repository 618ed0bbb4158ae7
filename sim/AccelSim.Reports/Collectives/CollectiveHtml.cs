using System.Globalization;
using System.Text;

namespace AccelSim.Reports;

/// <summary>Time (logarithmic) and bus bandwidth (linear) over size, as one self-contained HTML page.</summary>
public static class CollectiveHtml
{
    /// <summary>The page.</summary>
    public static string Page(string title, IReadOnlyList<CollectiveRow> rows)
    {
        var page = new StringBuilder();
        LineChart.Begin(page, title);
        page.Append("<div class=\"plots\">\n");
        var sizes = ChartAxis.Doublings("size", [.. rows.Select(row => ((double)row.Bytes, CollectiveReport.Size(row.Bytes)))]);
        LineChart.Write(page, "Time", sizes, ChartAxis.Decades("us", [.. rows.Select(row => row.Microseconds)]), [Line(rows, row => row.Microseconds)]);
        LineChart.Write(page, "Bus bandwidth", sizes, ChartAxis.Linear("GB/s", [.. rows.Select(row => row.BusGigabytesPerSecond)]), [Line(rows, row => row.BusGigabytesPerSecond)]);
        page.Append("</div>\n</body></html>\n");
        return page.ToString();
    }

    private static LineSeries Line(IReadOnlyList<CollectiveRow> rows, Func<CollectiveRow, double> value) => new(
        "", [.. rows.Select(row => ((double)row.Bytes, value(row), string.Create(CultureInfo.InvariantCulture, $"{CollectiveReport.Size(row.Bytes)}: {value(row):G5} ({row.Algorithm})")))]);
}
