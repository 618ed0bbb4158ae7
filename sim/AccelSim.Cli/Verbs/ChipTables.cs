using AccelSim.Machine;
using AccelSim.Reports;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary>What a chip's events cost and what its parts take of the die, as <c>accelsim inspect</c> lists it.</summary>
internal static class ChipTables
{
    private const double AttojoulesPerJoule = 1e18;

    public static void Write(ChipSpec chip, IAnsiConsole console)
    {
        if (chip.AreaEstimate is { } area)
        {
            console.MarkupLine($"  area      [bold]{Millimetres(area.Total)}[/], an estimate");
            foreach (var (name, part) in area.Parts)
            {
                console.MarkupLine($"    {name,-18} {Millimetres(part),10}");
            }
        }

        if (chip.EnergyTable is not { } table)
        {
            return;
        }

        console.MarkupLine("  energy    each");
        foreach (var entry in table.Entries)
        {
            console.MarkupLine(entry.Part is EnergyParts.Static or EnergyParts.DramBackground
                ? $"    {entry.Part,-22} {Amounts.Scaled(entry.Attojoules / 1e6, "W"),10}"
                : $"    {entry.Part,-22} {Amounts.Energy(entry.Attojoules / AttojoulesPerJoule),10} [dim]{entry.Event}[/]");
        }

        foreach (var warning in table.Warnings)
        {
            console.MarkupLine($"  [yellow]warning[/] {Markup.Escape(warning)}");
        }
    }

    private static string Millimetres(Area area) => Amounts.Number(area.SquareMicrometres / 1e6) + " mm2";
}
