using Spectre.Console;

namespace AccelSim.Reports;

/// <summary>A line of a bar chart: name, bar, percentage, amount.</summary>
internal static class BarLine
{
    private const int Width = 46;

    /// <summary>Writes the line.</summary>
    /// <param name="console">Where.</param>
    /// <param name="name">What the bar stands for.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="ofLongest">Length, as a part of the longest bar.</param>
    /// <param name="ofAll">The percentage, as a fraction.</param>
    /// <param name="amount">The amount in words.</param>
    public static void Write(IAnsiConsole console, string name, Color color, double ofLongest, double ofAll, string amount) =>
        console.MarkupLine($" {Markup.Escape(name),-26} [{color.ToMarkup()}]{Bar(ofLongest),-Width}[/] {Amounts.Percent(ofAll),7}  {amount,9}");

    // Eighth blocks, so that small shares show.
    private static string Bar(double fraction)
    {
        var eighths = (int)Math.Round(fraction * Width * 8);
        var partial = " ▏▎▍▌▋▊▉"[eighths % 8];
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? eighths == 0 ? "▏" : "" : partial.ToString());
    }
}
