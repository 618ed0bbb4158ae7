using System.Text;
using System.Text.Json;

namespace AccelSim.Reports.Tests.Html;

/// <summary>A written page and the block of data in it.</summary>
internal sealed record PageData(string Html, JsonElement Data)
{
    private const string Begin = "<script type=\"application/json\" id=\"accelsim-data\">";

    /// <summary>Writes a page and parses its block as a browser does: up to the first end of a script.</summary>
    public static PageData Of(Action<Stream> write)
    {
        if (ReportAssets.Problem is { } problem)
        {
            Assert.Skip(problem);
        }

        using var stream = new MemoryStream();
        write(stream);
        var html = Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
        var start = html.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return new(html, JsonDocument.Parse(html[start..html.IndexOf("</script", start, StringComparison.Ordinal)]).RootElement);
    }
}
