using System.Globalization;
using AccelSim.Results.Diff;
using Spectre.Console;

namespace AccelSim.Reports.Diff;

/// <summary>What changed between two runs, on a terminal of 100 columns; the last line is the verdict.</summary>
public static class DiffReport
{
    private const int NameWidth = 36;
    private const int MostCauses = 10;
    private const int MostLayers = 12;
    private const int MostFacts = 30;
    private const int LongestValue = 20;
    private const int LineWidth = 98;
    private const int WhyWidth = 31;

    /// <summary>Writes it.</summary>
    public static void Write(RunDifference difference, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(difference);
        console.Write(new Rule($"[bold]{Markup.Escape(difference.Before)}[/] -> [bold]{Markup.Escape(difference.After)}[/]").LeftJustified());
        if (!difference.Same)
        {
            WriteFacts(difference, console);
            WriteCauses(difference, console);
            WriteLayers(difference, console);
        }

        console.WriteLine(Verdict(difference));
    }

    /// <summary>The difference in one line.</summary>
    public static string Verdict(RunDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        if (difference.Same)
        {
            return "same: every value of both results is equal";
        }

        if (difference.BeforeSeconds == difference.AfterSeconds)
        {
            var what = difference.Facts.Select(fact => fact.Name).Concat(difference.Layers.IsEmpty && difference.Others.IsEmpty ? [] : ["layers or units"]).ToList();
            return $"differs, not in time: {string.Join(", ", what.Take(6))}{(what.Count > 6 ? " ..." : "")}";
        }

        var slower = difference.AfterSeconds > difference.BeforeSeconds;
        var most = difference.Causes.FirstOrDefault(cause => cause.Change > 0 == slower && cause.Change != 0);
        var layer = difference.Layers.FirstOrDefault(layer => layer.Change > 0 == slower && layer.Change != 0);
        var factor = slower ? 1 / difference.Speedup : difference.Speedup;
        var text = string.Create(CultureInfo.InvariantCulture, $"differs: {(slower ? "slower" : "faster")}, {factor:0.000} times, {Signed(difference.AfterSeconds - difference.BeforeSeconds)}");
        text += most is null ? "" : $": {most.Name} {Signed(most.Change)}";
        return layer is null ? text : $"{text}, most in {ReportText.End(layer.Name, Math.Max(10, LineWidth - text.Length - 24))} ({Signed(layer.Change)})";
    }

    private static void WriteFacts(RunDifference difference, IAnsiConsole console)
    {
        foreach (var fact in difference.Facts.Take(MostFacts))
        {
            console.WriteLine($" {fact.Name,-NameWidth} {Value(fact.Before),LongestValue} -> {Value(fact.After),LongestValue}  {Percent(fact)}".TrimEnd());
        }

        if (difference.Facts.Length > MostFacts)
        {
            console.WriteLine($" ... and {difference.Facts.Length - MostFacts} more values");
        }
    }

    private static void WriteCauses(RunDifference difference, IAnsiConsole console)
    {
        if (difference.Causes.IsEmpty)
        {
            return;
        }

        console.Write(ReportText.Heading("causes by change", "critical path of one inference"));
        foreach (var cause in difference.Causes.Take(MostCauses))
        {
            console.WriteLine($" {cause.Name,-NameWidth} {Time(cause.Before),10} -> {Time(cause.After),10} {Signed(cause.Change),12}");
        }

        if (difference.Causes.Length > MostCauses)
        {
            console.WriteLine($" {$"{difference.Causes.Length - MostCauses} others",-NameWidth} {"",24} {Signed(difference.Causes.Skip(MostCauses).Sum(cause => cause.Change)),12}");
        }
    }

    private static void WriteLayers(RunDifference difference, IAnsiConsole console)
    {
        if (difference.Layers.IsEmpty)
        {
            return;
        }

        console.Write(ReportText.Heading("layers by change", $"{difference.Layers.Length} differ; * divided or fused otherwise"));
        foreach (var layer in difference.Layers.Take(MostLayers))
        {
            var why = layer.Before is null ? "new" : layer.After is null ? "gone" : $"{layer.Cause} {Signed(layer.CauseChange)}{(layer.Rescheduled ? "*" : "")}";
            console.WriteLine($" {ReportText.End(layer.Name, NameWidth - 8),-(NameWidth - 8)} {Known(layer.Before),9} -> {Known(layer.After),9} {Signed(layer.Change),11}  {ReportText.Begin(why, WhyWidth)}");
        }

        if (difference.Layers.Length > MostLayers)
        {
            console.WriteLine($" ... and {difference.Layers.Length - MostLayers} more layers (all in --json)");
        }
    }

    private static string Known(double? seconds) => seconds is { } time ? Time(time) : "-";

    private static string Percent(FactChange fact) =>
        double.TryParse(fact.Before, CultureInfo.InvariantCulture, out var before) && double.TryParse(fact.After, CultureInfo.InvariantCulture, out var after) && before != 0
            ? (100 * ((after / before) - 1)).ToString("+0.00;-0.00;0", CultureInfo.InvariantCulture) + " %" : "";

    private static string Value(string json) =>
        json.Length == 0 ? "-" : json[0] is '{' or '[' ? "..." : ReportText.End(double.TryParse(json, CultureInfo.InvariantCulture, out var number) ? number.ToString("G9", CultureInfo.InvariantCulture) : json.Trim('"'), LongestValue);

    private static string Time(double seconds) => Amounts.Time((long)Math.Round(seconds * 1e15));

    private static string Signed(double seconds) => (seconds < 0 ? "-" : "+") + Time(Math.Abs(seconds));
}
