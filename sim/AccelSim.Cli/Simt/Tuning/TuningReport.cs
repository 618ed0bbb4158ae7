using AccelSim.Compiler.Simt;
using AccelSim.Reports;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary>What <c>--autotune</c> tried and kept, for people; 100 columns.</summary>
internal static class TuningReport
{
    /// <summary>Writes a block for each product, nothing where nothing was tried.</summary>
    public static void Write(IReadOnlyList<TunedProduct> products, IAnsiConsole console)
    {
        if (products.Count == 0)
        {
            return;
        }

        console.Write(new Rule($"[bold]schedules tried[/] [dim]cycles of the product by itself, caches empty[/]").LeftJustified().RuleStyle(Style.Parse("dim")));
        console.MarkupLine($"   [dim]{"",-63}{"estimated",11}{"simulated",11}[/]");
        foreach (var product in products)
        {
            var heading = $"{product.Layer}  {product.Problem}";
            console.MarkupLine($" {Markup.Escape(heading.Length <= 96 ? heading : "…" + heading[^95..])}");
            for (var i = 0; i < product.Trials.Length; i++)
            {
                var trial = product.Trials[i];
                var line = $"   {trial.Schedule,-63}{Amounts.Whole((long)Math.Ceiling(trial.Estimated)),11}{Amounts.Whole(trial.Simulated),11}";
                console.MarkupLine(i == product.Chosen ? $"[bold]{Markup.Escape(line)}[/]  [green]kept[/]" : Markup.Escape(line));
            }
        }

        var gains = products.Sum(product => product.Trials[0].Simulated - product.Trials[product.Chosen].Simulated);
        console.MarkupLine(
            $" {products.Sum(product => product.Trials.Length)} schedules of {products.Count} products; {products.Count(product => product.Chosen > 0)} changed, {Amounts.Whole(gains)} cycles less");
    }
}
