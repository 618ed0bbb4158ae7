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

    /// <summary>Watts that the page states for programs whose power was measured are the simulated ones.</summary>
    [Theory]
    [InlineData("stream-copy", "a100-sxm4-40", 230)]
    [InlineData("stream-fma", "a100-sxm4-40", 264)]
    [InlineData("stream-copy", "v100-sxm2", 138)]
    public void Stated_watts_of_graphics_chips_are_the_simulated_ones(string program, string chip, int measured)
    {
        var (exitCode, output, errors) = CommandLine.Run($"run programs/simt/micro/{program}.asm --chip {chip} --host ideal --quiet --json");
        Assert.True(exitCode == 0, errors);
        var simulated = JsonDocument.Parse(output).RootElement.GetProperty("averageWatts").GetDouble();
        Assert.InRange(simulated / measured, 0.5, 1);
        var line = Text($"| {program} | {chip} | {simulated:0} W | {measured} W |");
        var page = Markdown.Read("docs/energy.md").Split('\n');
        var at = Array.FindIndex(page, stated => stated.StartsWith(Text($"| {program} | {chip} |"), StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1")
        {
            page[at] = line;
            File.WriteAllText(Repository.File("docs", "energy.md"), string.Join('\n', page));
        }

        Assert.Equal(line, page[at]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
