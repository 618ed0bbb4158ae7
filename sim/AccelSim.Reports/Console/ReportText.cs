using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>Headings and cut texts of reports on a terminal.</summary>
internal static class ReportText
{
    /// <summary>A line across with a heading, and a remark beside it.</summary>
    public static Rule Heading(string text, string remark) => new Rule($"[bold]{Markup.Escape(text)}[/] [dim]{Markup.Escape(remark)}[/]").LeftJustified().RuleStyle(Style.Parse("dim"));

    /// <summary>At most so many characters of the end, which of the name of a layer says more than its begin.</summary>
    public static string End(string text, int most) => text.Length <= most ? text : "…" + text[^(most - 1)..];

    /// <summary>At most so many characters of the begin.</summary>
    public static string Begin(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
