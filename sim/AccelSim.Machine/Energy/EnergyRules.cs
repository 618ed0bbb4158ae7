namespace AccelSim.Machine;

/// <summary>What a section <c>energy</c> must say about a chip, whatever its family.</summary>
internal static class EnergyRules
{
    /// <summary>Reports a device memory without energies.</summary>
    public static void CheckDram(DramSpec dram, Action<string, string> report)
    {
        if (dram.Device.Energy is null)
        {
            report("dram.device.energy", "is missing; a chip with a section energy needs it (activate, read, write, refresh, background), as the files of configs/dram have it");
        }
    }

    /// <summary>Reports memories that are missing, and names that no chip of the family has. A value for what a variant of the chip was left without does no harm.</summary>
    /// <param name="energy">The section.</param>
    /// <param name="has">Memories of the chip.</param>
    /// <param name="known">Memories that some chip of the family has.</param>
    /// <param name="report">Told key and problem.</param>
    public static void CheckMemories(EnergySpec energy, IReadOnlyCollection<string> has, IReadOnlyCollection<string> known, Action<string, string> report)
    {
        foreach (var name in energy.Memories.Keys.Where(name => !known.Contains(name)))
        {
            report($"energy.memories.{name}", Unknown(name, "memory", known));
        }

        foreach (var name in has.Where(name => energy.Sram is null && !energy.Memories.ContainsKey(name)))
        {
            report("energy.memories", $"lacks '{name}'; give its read and write, or energy.sram to derive them from its size");
        }
    }

    /// <summary>Likewise of links.</summary>
    public static void CheckLinks(EnergySpec energy, IEnumerable<string> has, IReadOnlyCollection<string> known, Action<string, string> report)
    {
        foreach (var name in energy.Links.Keys.Where(name => !known.Contains(name)))
        {
            report($"energy.links.{name}", Unknown(name, "link", known));
        }

        foreach (var name in has.Where(name => !energy.Links.ContainsKey(name)))
        {
            report("energy.links", $"lacks '{name}'; give it an energy per byte such as {EnergyPerByte.Units.Example}");
        }
    }

    private static string Unknown(string name, string kind, IReadOnlyCollection<string> known) =>
        $"is no {kind} of such chips" + (Nearest.To(name, known) is { } nearest ? $", did you mean '{nearest}'?" : $"; known: {string.Join(", ", known)}");
}
