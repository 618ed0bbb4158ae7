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
        foreach (var (format, each) in energy.Matrix)
        {
            table.Add(EnergyParts.Matrix(format), "matrix", "multiply-adds", each);
        }

        foreach (var (format, each) in energy.Vector)
        {
            table.Add(EnergyParts.Vector(format), "vector", "elements", each);
        }

        table.Add(EnergyParts.Scalar, "control", "instructions", energy.Scalar).AddInstructions();
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
    internal static void Check(MluChip chip, MluEnergySpec energy, Action<string, string> report)
    {
        EnergyRules.CheckDram(chip.Dram, report);
        var memories = Memories(chip).Select(memory => memory.Name).ToList();
        EnergyRules.CheckMemories(energy, memories, [.. memories.Union([Sram, Llc], StringComparer.Ordinal)], report);
        string[] links = [ClusterPort, DieLink];
        EnergyRules.CheckLinks(energy, links.Where(name => name == ClusterPort || chip.Dies > 1), links, report);
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
}
