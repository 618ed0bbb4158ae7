using System.Net;
using System.Text;
using System.Text.Json;

namespace AccelSim.Reports;

/// <summary>One self-contained HTML file: style, a block of data, and the script that shows it. It asks the network for nothing.</summary>
internal static class ReportPage
{
    // What a page may load: what is in it.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:";

    /// <summary>Writes a page; the data is streamed.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="data">Writes one JSON object. The writer escapes what could end the block.</param>
    /// <param name="to">Where to; stays open.</param>
    public static void Write(string title, Action<Utf8JsonWriter> data, Stream to)
    {
        Text(to, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n<title>{WebUtility.HtmlEncode(title)}</title>\n<style>\n");
        Copy(to, "report.css");
        Text(to, "</style>\n</head>\n<body>\n<noscript>This report is drawn by the script in this file, which needs JavaScript; --json and --csv write the same figures.</noscript>\n<script type=\"application/json\" id=\"accelsim-data\">");
        using (var json = new Utf8JsonWriter(to))
        {
            data(json);
        }

        Text(to, "</script>\n<script>\n");
        Copy(to, "report.js");
        Text(to, "</script>\n</body>\n</html>\n");
    }

    private static void Text(Stream to, string text) => to.Write(Encoding.UTF8.GetBytes(text));

    private static void Copy(Stream to, string asset)
    {
        using var from = ReportAssets.Open(asset);
        from.CopyTo(to);
    }
}
