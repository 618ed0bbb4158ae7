using System.Globalization;
using System.Text.Json;

namespace AccelSim.Docs.Tests;

/// <summary>The energies that the page about energy states are those of the run it names.</summary>
public sealed class EnergyPageTests
{
    /// <summary>Set ACCELSIM_UPDATE_GOLDEN=1 to put the simulated ones into the page.</summary>
    [Fact]
    public void Stated_energies_are_the_simulated_ones()
    {
        var (exitCode, output, errors) = CommandLine.Run("run configs/runs/resnet50-mlu370.yaml --quiet --json");
        Assert.True(exitCode == 0, errors);
        var root = JsonDocument.Parse(output).RootElement;
        var groups = root.GetProperty("energy").GetProperty("parts").EnumerateArray()
            .GroupBy(part => part.GetProperty("group").GetString()!)
            .ToDictionary(group => group.Key, group => group.Sum(part => part.GetProperty("femtojoules").GetDouble()) / 1e12);
        groups["vector and control"] = groups["vector"] + groups["control"];
        groups.Remove("vector");
        groups.Remove("control");

        var rows = groups.Select(group => (Name: $"| {group.Key} ", Line: Text(
            $"| {group.Key}{(group.Key == "static" ? Text($" 37.5 W x {group.Value / 37.5e-3:0} us") : "")} | {group.Value:0.00} | {100 * group.Value / groups.Values.Sum():0.0} % |")))
            .Append(("| **total** ", Text($"| **total** | **{groups.Values.Sum():0.00}** | **{root.GetProperty("averageWatts").GetDouble():0.0} W on average** |")))
            .ToList();
        var update = Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1";
        var page = Markdown.Read("docs/energy.md").Split('\n');
        var table = Array.IndexOf(page, "| part | mJ | share |");
        foreach (var (name, line) in rows)
        {
            var at = Array.FindIndex(page, table, stated => stated.StartsWith(name, StringComparison.Ordinal));
            Assert.True(at >= 0, $"the page has no row '{name}'");
            page[at] = update ? line : page[at];
            Assert.Equal(line, page[at]);
        }

        if (update)
        {
            File.WriteAllText(Repository.File("docs", "energy.md"), string.Join('\n', page));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
