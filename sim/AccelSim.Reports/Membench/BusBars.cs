using System.Globalization;
using System.Net;
using System.Text;

namespace AccelSim.Reports;

/// <summary>Where the time of data buses went, a bar for each pattern, as an SVG picture.</summary>
internal static class BusBars
{
    private const int Width = 520;
    private const int Left = 110;
    private const int Right = 16;
    private const int Step = 32;
    private const int Bar = 22;

    private static readonly (string Name, string Colour, Func<MembenchRow, double> Share)[] Parts =
    [
        ("data", "#0969da", row => row.Data), ("bank group", "#54aeff", row => row.BankGroup), ("rows", "#bc4c00", row => row.RowMiss), ("refresh", "#8250df", row => row.Refresh),
        ("turnaround", "#bf3989", row => row.Turnaround), ("idle", "#d8dee4", row => row.Idle),
    ];

    public static void Write(StringBuilder page, IReadOnlyList<MembenchRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Append("<figure><figcaption>Where the time of the data buses went</figcaption>\n<div class=\"key\">");
        foreach (var (name, colour, _) in Parts)
        {
            page.Append(CultureInfo.InvariantCulture, $"<span><i style=\"background:{colour}\"></i>{name}</span>");
        }

        page.Append(CultureInfo.InvariantCulture, $"</div>\n<svg width=\"{Width}\" height=\"{(rows.Count * Step) + 24}\" role=\"img\" aria-label=\"time of the data buses\">\n");
        for (var i = 0; i < rows.Count; i++)
        {
            One(page, rows[i], (i * Step) + 4);
        }

        foreach (var percent in (int[])[0, 25, 50, 75, 100])
        {
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(percent / 100.0):0.#}\" y=\"{(rows.Count * Step) + 18}\" text-anchor=\"middle\">{percent} %</text>");
        }

        page.Append("</svg></figure>\n");
    }

    private static double X(double share) => Left + (share * (Width - Left - Right));

    private static void One(StringBuilder page, MembenchRow row, int top)
    {
        var name = WebUtility.HtmlEncode($"{row.Pattern} {row.Point}".TrimEnd());
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{top + 15}\" text-anchor=\"end\">{name}</text>");
        var from = 0.0;
        foreach (var (part, colour, share) in Parts)
        {
            var width = X(from + share(row)) - X(from);
            page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(from):0.##}\" y=\"{top}\" width=\"{width:0.##}\" height=\"{Bar}\" fill=\"{colour}\"><title>{name}: {part} {100 * share(row):0.0} %</title></rect>");
            from += share(row);
        }

        page.Append('\n');
    }
}
