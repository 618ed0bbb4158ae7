namespace AccelSim.Machine.Mlu;

/// <summary>The energy table of an MLU chip: its memories and links, and what its file must say about them.</summary>
public static class MluEnergy
{
    /// <summary>Port of a cluster to the on-chip network, both directions.</summary>
    public const string ClusterPort = "clusterPort";

    /// <summary>Links between the dies of a package.</summary>
    public const string DieLink = "dieLink";

    /// <summary>Memory shared by a cluster.</summary>
    public const string Sram = "sram";

    /// <summary>Last-level cache.</summary>
    public const string Llc = "llc";

    /// <summary>The table; null where the file says nothing about energy.</summary>
    public static EnergyTable? TableOf(MluChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (chip.Energy is not { } energy)
        {
            return null;
        }

        var table = new EnergyTableBuilder(energy).AddCommon(chip.Dram);
        foreach (var (name, bytes) in Memories(chip))
        {
            table.AddMemory(name, bytes);
        }

        table.AddLink(ClusterPort);
        if (chip.Dies > 1)
        {
            table.AddLink(DieLink);
        }

        return table.Build();
    }

    /// <summary>Reports what the section lacks for this chip and what it names that no chip has.</summary>
    internal static void Check(MluChip chip, EnergySpec energy, Action<string, string> report)
    {
        if (chip.Dram.Device.Energy is null)
        {
            report("dram.device.energy", "is missing; a chip with a section energy needs it (activate, read, write, refresh, background), as the files of configs/dram have it");
        }

        var memories = Memories(chip).Select(memory => memory.Name).ToList();

        // A value for what a variant of the chip was left without does no harm.
        string[] known = [.. memories.Union([Sram, Llc], StringComparer.Ordinal)];
        foreach (var name in energy.Memories.Keys.Where(name => !known.Contains(name)))
        {
            report($"energy.memories.{name}", Unknown(name, "memory", known));
        }

        foreach (var name in memories.Where(name => energy.Sram is null && !energy.Memories.ContainsKey(name)))
        {
            report("energy.memories", $"lacks '{name}'; give its read and write, or energy.sram to derive them from its size");
        }

        string[] links = [ClusterPort, DieLink];
        foreach (var name in energy.Links.Keys.Where(name => !links.Contains(name)))
        {
            report($"energy.links.{name}", Unknown(name, "link", links));
        }

        foreach (var name in links.Where(name => (name == ClusterPort || chip.Dies > 1) && !energy.Links.ContainsKey(name)))
        {
            report("energy.links", $"lacks '{name}'; give it an energy per byte such as {EnergyPerByte.Units.Example}");
        }

        foreach (var format in chip.Core.Matrix.Formats.Where(format => !energy.Matrix.ContainsKey(format)))
        {
            report("energy.matrix", $"lacks '{EnergyParts.Matrix(format)[7..]}', which the matrix unit multiplies");
        }
    }

    private static IEnumerable<(string Name, long Bytes)> Memories(MluChip chip)
    {
        var scratchpads = chip.Core.Scratchpads.Select(pad => (pad.Key, pad.Value.Size.Bytes));
        var shared = chip.Sram is { } sram ? [(Sram, sram.Size.Bytes)] : Array.Empty<(string, long)>();
        var cache = chip.Llc is { } llc ? [(Llc, llc.Size.Bytes)] : Array.Empty<(string, long)>();
        return scratchpads.Concat(shared).Concat(cache);
    }

    private static string Unknown(string name, string kind, IReadOnlyCollection<string> known) =>
        $"is no {kind} of such chips" + (Nearest.To(name, known) is { } nearest ? $", did you mean '{nearest}'?" : $"; known: {string.Join(", ", known)}");
}
