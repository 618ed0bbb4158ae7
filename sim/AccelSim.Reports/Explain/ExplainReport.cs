using System.Globalization;
using AccelSim.Results.Explain;
using Spectre.Console;

namespace AccelSim.Reports.Explain;

/// <summary>An explanation on a terminal of 100 columns: what matters most, how far it goes, what reaches a target, and what was left out.</summary>
public static class ExplainReport
{
    private const int Most = 14;
    private const int MostReached = 5;
    private const int MostReasons = 4;
    private const int NameWidth = 36;
    private const int TextWidth = 96;
    private const double Nothing = 0.0005;

    /// <summary>Writes it.</summary>
    public static void Write(Explanation explanation, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        console.Write(new Rule($"[bold]{Markup.Escape(explanation.Model)}[/] on [bold]{Markup.Escape(explanation.Chip)}[/]  what its time depends on").LeftJustified());
        if (explanation.Partial is { } partial)
        {
            console.MarkupLine($"[bold red]PARTIAL[/] {Markup.Escape(partial)}: numbers that are missing were not looked at");
        }

        console.MarkupLine($"time          [bold]{Amounts.Time(explanation.Femtoseconds)}[/] per inference, {Amounts.Whole(explanation.Cycles)} cycles; most of it {Group(explanation.Bound)}");
        console.MarkupLine($"host          {Amounts.Percent(explanation.HostShare)} of it [dim](ledger)[/]: no number of the chip file changes that");
        console.MarkupLine($"simulations   {explanation.Runs}, with {explanation.Programs} programs");
        var matter = explanation.Effects.Where(effect => effect.Weight >= Nothing).ToList();
        WriteEffects(matter, console);
        if (explanation.Target is { } target)
        {
            WriteTarget(target, explanation.Femtoseconds, console);
        }

        WriteRest(explanation, matter.Count, console);
    }

    private static void WriteEffects(List<ParameterEffect> effects, IAnsiConsole console)
    {
        console.Write(ReportText.Heading("what matters most", "d ln time / d ln number; below, where, and how far it goes"));
        Line(console, "dim", "number of the chip file", "value", "elasticity", "recompiled", "step up", "down", "by");
        foreach (var effect in effects.Take(Most))
        {
            Line(
                console, "", ReportText.End(effect.Path, NameWidth), effect.Value, effect.Elasticity is { } slope ? (effect.IsUneven ? "~" : "") + Slope(slope) : "-", effect.Recompiled is { } anew ? Slope(anew) : "", Step(effect.Up), Step(effect.Down),
                effect.Source == EffectSource.Ledger ? "ledger" : "sim");
            foreach (var text in (string[])[Where(effect), Limit(effect)])
            {
                if (text.Length > 0)
                {
                    console.MarkupLine($"   [dim]{Markup.Escape(text.Length <= TextWidth - 3 ? text : text[..(TextWidth - 4)] + "…")}[/]");
                }
            }
        }

        if (effects.Take(Most).Any(effect => effect.IsUneven))
        {
            console.MarkupLine("[dim] ~ both steps move the time the same way: its fall against DRAM rows and refresh, not a slope[/]");
        }

        if (effects.Count == 0)
        {
            console.MarkupLine(" nothing that was looked at");
        }
    }

    private static void Line(IAnsiConsole console, string style, string name, string value, string elasticity, string recompiled, string more, string less, string by)
    {
        var text = Markup.Escape($" {name,-NameWidth} {value,11} {elasticity,10} {recompiled,10} {more,8} {less,8} {by,6}");
        console.MarkupLine(style.Length > 0 ? $"[{style}]{text}[/]" : text);
    }

    private static void WriteTarget(TargetAnswer target, long femtoseconds, IAnsiConsole console)
    {
        var wanted = target.Speedup.ToString("0.###", CultureInfo.InvariantCulture);
        console.Write(ReportText.Heading($"{wanted} times as fast by one number", $"at most {Amounts.Time((long)(femtoseconds / target.Speedup))}, compiled for the changed chip (sim)"));
        foreach (var change in target.Reached.Take(MostReached))
        {
            console.MarkupLine(" " + Markup.Escape(Change(change)));
        }

        if (target.Reached.IsEmpty)
        {
            console.MarkupLine(target.Best is { } best ? $" none does; the best is {Markup.Escape(Change(best))}" : " none does: no number that matters can be changed");
        }
    }

    private static void WriteRest(Explanation explanation, int matter, IAnsiConsole console)
    {
        console.Write(ReportText.Heading("the rest", "all of it in --json"));
        if (matter > Most)
        {
            console.MarkupLine($" {matter - Most} more numbers matter less than {Slope(explanation.Effects[Most - 1].Weight).TrimStart('+')}");
        }

        console.MarkupLine($" {explanation.Effects.Length - matter} change nothing here");
        foreach (var reason in explanation.Skipped.GroupBy(skipped => skipped.Reason, StringComparer.Ordinal).OrderByDescending(group => group.Count()).Take(MostReasons))
        {
            var text = $" not changed: {string.Join(", ", reason.Take(4).Select(skipped => skipped.Path))}{(reason.Count() > 4 ? $" and {reason.Count() - 4} more" : "")}: {reason.Key}";
            console.MarkupLine($"[dim]{Markup.Escape(text.Length <= TextWidth ? text : text[..(TextWidth - 1)] + "…")}[/]");
        }

        var reasons = explanation.Skipped.Select(skipped => skipped.Reason).Distinct(StringComparer.Ordinal).Count();
        if (reasons > MostReasons)
        {
            console.MarkupLine($"[dim] and for {reasons - MostReasons} other reasons[/]");
        }
    }

    private static string Where(ParameterEffect effect)
    {
        var parts = effect.Layers.Take(3).Where(layer => Math.Abs(layer.Share) >= 0.01).Select(layer => string.Create(CultureInfo.InvariantCulture, $"{100 * layer.Share:0} % {ReportText.End(layer.Name, 24)}")).ToList();
        return parts.Count == 0 ? "" : $"in {string.Join(", ", parts)}";
    }

    private static string Limit(ParameterEffect effect) => effect.Limit is not { } limit ? ""
        : limit.Factor == 1 ? "nothing to gain, however far it is changed"
        : limit.Open ? string.Create(CultureInfo.InvariantCulture, $"no limit found: {limit.Value} ({Times(limit.Factor)}) is {limit.Speedup:0.00} times as fast, and more would help")
        : string.Create(CultureInfo.InvariantCulture, $"beyond {limit.Value} ({Times(limit.Factor)}, {limit.Speedup:0.00} times as fast) nothing changes: {Group(limit.Then)} binds then");

    private static string Change(ParameterChange change) => string.Create(
        CultureInfo.InvariantCulture, $"{change.Path} {change.From} -> {change.To} ({Times(change.Factor)}): {change.Speedup:0.00} times as fast{(change.AreaGrowth is { } area ? $", area {Times(area)}" : "")}");

    private static string Times(double factor) => "x" + factor.ToString(factor < 0.1 ? "0.###" : "0.##", CultureInfo.InvariantCulture);

    private static string Group(CauseGroup group) => string.Create(CultureInfo.InvariantCulture, $"{group.Name} ({100 * group.Share:0} %)");

    private static string Slope(double value) => value.ToString("+0.000;-0.000;0", CultureInfo.InvariantCulture);

    private static string Step(StepEffect? step) => step is null ? "" : (100 * (step.Time - 1)).ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture) + " %";
}
