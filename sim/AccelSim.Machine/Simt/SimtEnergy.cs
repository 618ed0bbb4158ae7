namespace AccelSim.Machine.Simt;

/// <summary>The energy table of a SIMT chip: its memories and links, and what its file must say about them.</summary>
public static class SimtEnergy
{
    /// <summary>Registers of an SM; a bank of one of its sub-cores is what an access reaches into.</summary>
    public const string Registers = "registers";

    /// <summary>Shared memory of an SM.</summary>
    public const string Shared = "shared";

    /// <summary>Data cache of an SM.</summary>
    public const string L1 = "l1";

    /// <summary>L2 cache; an access reaches into one slice.</summary>
    public const string L2 = "l2";

    /// <summary>Crossbar between SMs and L2, both directions, headers included.</summary>
    public const string Crossbar = "crossbar";

    /// <summary>Way between the partitions of an L2 of two.</summary>
    public const string PartitionLink = "partitionLink";

    private const int RegisterBytes = 4;

    /// <summary>The table; null where the file says nothing about energy.</summary>
    public static EnergyTable? TableOf(SimtChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (chip.Energy is not { } energy)
        {
            return null;
        }

        var table = new EnergyTableBuilder(energy).AddCommon(chip.Dram);
        foreach (var (input, each) in energy.Matrix)
        {
            table.Add(EnergyParts.Matrix(input), "matrix", "multiply-adds", each);
        }

        foreach (var (unit, each) in energy.Lanes)
        {
            table.Add(EnergyParts.Lanes(unit), "lanes", "operations", each);
        }

        table.AddInstructions();
        foreach (var (name, bytes) in Memories(chip))
        {
            table.AddMemory(name, bytes);
        }

        table.AddLink(Crossbar);
        if (chip.L2.Partitions > 1)
        {
            table.AddLink(PartitionLink);
        }

        return table.Build();
    }

    /// <summary>Reports what the section lacks for this chip and what it names that no chip has.</summary>
    internal static void Check(SimtChip chip, SimtEnergySpec energy, Action<string, string> report)
    {
        EnergyRules.CheckDram(chip.Dram, report);
        string[] memories = [Registers, Shared, L1, L2];
        EnergyRules.CheckMemories(energy, memories, memories, report);
        string[] links = [Crossbar, PartitionLink];
        EnergyRules.CheckLinks(energy, links.Where(name => name == Crossbar || chip.L2.Partitions > 1), links, report);
        foreach (var input in chip.Sm.Tensor?.Inputs.Where(input => !energy.Matrix.ContainsKey(input)) ?? [])
        {
            report("energy.matrix", $"lacks '{input.ToString().ToLowerInvariant()}', which the tensor cores multiply");
        }

        foreach (var unit in chip.Sm.Units.Keys.Where(unit => unit != SimtUnit.Branch && !energy.Lanes.ContainsKey(unit)))
        {
            report("energy.lanes", $"lacks '{EnergyParts.Lanes(unit)[6..]}', a unit of the SM");
        }
    }

    // Where shared memory and L1 are one array, either reaches into all of it.
    private static (string Name, long Bytes)[] Memories(SimtChip chip)
    {
        var (file, shared) = (chip.Sm.RegisterFile, chip.Sm.SharedMemory);
        var apart = shared.Options.Length == 1;
        return
        [
            (Registers, (long)file.RegistersPerSubCore * RegisterBytes / file.Banks),
            (Shared, apart ? shared.Largest.Bytes : shared.Unified.Bytes),
            (L1, apart ? chip.Sm.L1Bytes(shared.Largest) : shared.Unified.Bytes),
            (L2, chip.L2.Capacity.Bytes / chip.L2.Slices),
        ];
    }
}
