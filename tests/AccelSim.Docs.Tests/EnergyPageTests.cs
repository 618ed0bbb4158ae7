using System.Globalization;
using System.Text.Json;

namespace AccelSim.Docs.Tests;

/// <summary>The energies that the page about energy states are those of the run it names.</summary>
public sealed class EnergyPageTests
{
    [Fact]
    public void Stated_energies_are_the_simulated_ones()
    {
        var (exitCode, output, errors) = CommandLine.Run("run configs/runs/resnet50-mlu370.yaml --quiet --json");
        Assert.True(exitCode == 0, errors);
        var root = JsonDocument.Parse(output).RootElement;
        var groups = root.GetProperty("energy").GetProperty("parts").EnumerateArray()
            .GroupBy(part => part.GetProperty("group").GetString()!)
            .ToDictionary(group => group.Key, group => group.Sum(part => part.GetProperty("femtojoules").GetDouble()) / 1e12);
        var page = Markdown.Read("docs/energy.md");
        Assert.Contains($"| static 37.5 W x 986 us | {Row(groups["static"])} |", page, StringComparison.Ordinal);
        foreach (var name in (string[])["DRAM", "matrix", "on-chip memory", "network"])
        {
            Assert.Contains($"| {name} | {Row(groups[name])} |", page, StringComparison.Ordinal);
        }

        Assert.Contains($"| vector and control | {Row(groups["vector"] + groups["control"])} |", page, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"| **total** | **{groups.Values.Sum():0.00}** | **{root.GetProperty("averageWatts").GetDouble():0.0} W on average** |"),
            page, StringComparison.Ordinal);

        string Row(double millijoules) => string.Create(CultureInfo.InvariantCulture, $"{millijoules:0.00} | {100 * millijoules / groups.Values.Sum():0.0} %");
    }
}
