using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Studies;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary>A study on the terminal.</summary>
internal static class StudyReport
{
    private const int MostRows = 40;
    private const int MostErrors = 5;
    private const int HeadWidth = 10;
    private const int ValuesShown = 6;

    /// <summary>Figures that rows have, in the order of first appearance.</summary>
    public static ImmutableArray<string> Figures(IReadOnlyList<StudyRow> rows) => [.. rows.SelectMany(row => row.Metrics.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal)];

    /// <summary>What there is to run.</summary>
    public static void WritePlan(StudyPlan plan, int points, int known, string store, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(plan.Name)}[/]");
        foreach (var dimension in plan.Dimensions)
        {
            var labels = dimension.Choices.Select(choice => choice.Label).ToList();
            var shown = string.Join(", ", labels.Take(ValuesShown)) + (labels.Count > ValuesShown ? $", ... {labels[^1]}" : "");
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {dimension.Name,-24} {labels.Count,4}  {shown}"));
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{points:N0} points, {known:N0} of them in {store}, {points - known:N0} to run"));
    }

    /// <summary>What came out.</summary>
    public static void Write(StudyPlan plan, IReadOnlyList<StudyRow> rows, string store, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(plan.Name)}[/]");
        var varied = plan.Dimensions.Where(dimension => dimension.Choices.Length > 1).Select(dimension => dimension.Name).ToImmutableArray();
        var broken = rows.Where(row => row.Error is null && plan.Require.Any(condition => condition.Condition(row.Value, out _) != true)).ToHashSet();
        WriteRows(rows, varied.IsEmpty ? [plan.Dimensions[0].Name] : varied, plan.Metrics, console, row => broken.Contains(row) ? "!" : "");
        if (broken.Count > 0)
        {
            console.WriteLine($"! {broken.Count} of {rows.Count} points break a requirement: {string.Join("; ", plan.Require.Select(condition => condition.Text))}");
        }

        WriteErrors(rows, console);
        console.WriteLine($"kept in {store}");
    }

    /// <summary>Rows as a table.</summary>
    public static void WriteRows(IReadOnlyCollection<StudyRow> rows, ImmutableArray<string> dimensions, ImmutableArray<string> metrics, IAnsiConsole console, Func<StudyRow, string>? mark = null)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var name in dimensions)
        {
            table.AddColumn(Head(name));
        }

        foreach (var name in metrics)
        {
            table.AddColumn(Head(name).RightAligned());
        }

        table.AddColumn(new TableColumn(""));
        foreach (var row in rows.Take(MostRows))
        {
            table.AddRow([.. dimensions.Select(name => Markup.Escape(row.Label(name) ?? "")), .. metrics.Select(name => row.Metric(name) is { } value ? Figure(value) : "-"), row.Error is not null ? "failed" : mark?.Invoke(row) ?? ""]);
        }

        console.Write(table);
        var same = rows.Count == 0 ? [] : rows.First().At.Where(entry => !dimensions.Contains(entry.Key) && rows.All(row => row.Label(entry.Key) == entry.Value)).ToList();
        console.WriteLine($"all: {string.Join(", ", same.Select(entry => $"{entry.Key} {entry.Value}"))}");
        if (rows.Count > MostRows)
        {
            console.WriteLine($"... and {rows.Count - MostRows} more; --csv FILE writes all, accelsim study query chooses and sorts");
        }
    }

    /// <summary>Why points failed, each reason once.</summary>
    public static void WriteErrors(IReadOnlyCollection<StudyRow> rows, IAnsiConsole console)
    {
        var reasons = rows.Where(row => row.Error is not null).GroupBy(row => row.Error!, StringComparer.Ordinal).ToList();
        foreach (var reason in reasons.Take(MostErrors))
        {
            console.WriteLine($"failed, {reason.Count()} of {rows.Count} points: {reason.Key}");
        }

        if (reasons.Count > MostErrors)
        {
            console.WriteLine($"... and {reasons.Count - MostErrors} more reasons; --csv FILE has them all");
        }
    }

    /// <summary>A figure for people: four digits that count, whole numbers from a thousand on.</summary>
    public static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1e15 => value.ToString("0.###e0", CultureInfo.InvariantCulture),
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        0 => "0",
        < 1e-6 => value.ToString("0.###e0", CultureInfo.InvariantCulture),
        var size => value.ToString("0." + new string('#', 3 - (int)Math.Floor(Math.Log10(size))), CultureInfo.InvariantCulture),
    };

    // Names of parameters are longer than their values: they break at dots and before capitals.
    private static TableColumn Head(string name)
    {
        var (text, width) = (new StringBuilder(), 0);
        for (var at = 0; at < name.Length;)
        {
            var end = at + 1;
            while (end < name.Length && name[end - 1] is not ('.' or ' ') && !(char.IsAsciiLetterUpper(name[end]) && !char.IsAsciiLetterUpper(name[end - 1])))
            {
                end++;
            }

            if (width > 0 && width + end - at > HeadWidth)
            {
                text.Append('\n');
                width = 0;
            }

            text.Append(name.AsSpan(at, end - at));
            width += end - at;
            at = end;
        }

        return new(new Text(text.ToString()));
    }
}
