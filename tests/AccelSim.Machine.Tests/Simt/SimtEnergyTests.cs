using AccelSim.Machine.Simt;

namespace AccelSim.Machine.Tests.Simt;

/// <summary>The section energy of chips of the family.</summary>
public sealed class SimtEnergyTests
{
    [Theory]
    [InlineData("energy.static=-1 W", "outside what is possible (0 uW to 10 kW)")]
    [InlineData("energy.static=", "is required (a power such as 37.5 W)")]
    [InlineData("energy.matrix.f16=", "lacks 'f16', which the tensor cores multiply")]
    [InlineData("energy.matrix.fp16=1 pJ", "did you mean 'f16'?")]
    [InlineData("energy.lanes.sfu=", "lacks 'sfu', a unit of the SM")]
    [InlineData("energy.lanes.fp33=1 pJ", "did you mean 'fp32'?")]
    [InlineData("energy.lanes.fp32=1", "has no unit; write for example 1.1 pJ")]
    [InlineData("energy.links.crossbar=", "lacks 'crossbar'; give it an energy per byte")]
    [InlineData("energy.links.partitionLink=", "lacks 'partitionLink'; give it an energy per byte")]
    [InlineData("energy.links.clusterPort=1 pJ/B", "is no link of such chips")]
    [InlineData("energy.memories.nram={ read: 1 pJ/B, write: 1 pJ/B }", "is no memory of such chips; known: registers, shared, l1, l2")]
    [InlineData("energy.sram=", "lacks 'registers'; give its read and write")]
    [InlineData("energy.scalar=1 pJ", "is an unknown key")]
    [InlineData("dram.device.energy=", "is missing; a chip with a section energy needs it")]
    public void One_mistake_is_named_with_its_remedy(string set, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => SimtFiles.Load("a100-sxm4-40", set));
        Assert.Contains(e.Problems, p => p.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Memories_cost_what_their_sizes_say()
    {
        var table = SimtFiles.Load("a100-sxm4-40").EnergyTable!.Entries.ToDictionary(entry => entry.Part, entry => entry.Attojoules);

        // A bank of 32 KiB of the registers, 192 KiB of shared memory and L1, a slice of 512 KiB.
        Assert.Equal(0.43 * CactiSram.Read(CactiProcess.Cacti22nm, 32 << 10), table["memories.registers.read"], 0.5);
        Assert.Equal(0.43 * CactiSram.Write(CactiProcess.Cacti22nm, 192 << 10), table["memories.shared.write"], 0.5);
        Assert.Equal(table["memories.shared.read"], table["memories.l1.read"]);
        Assert.Equal(0.43 * CactiSram.Read(CactiProcess.Cacti22nm, 512 << 10), table["memories.l2.read"], 0.5);

        // Apart on MI100: 64 KiB and 16 KiB.
        var apart = SimtFiles.Load("mi100").EnergyTable!.Entries.ToDictionary(entry => entry.Part, entry => entry.Attojoules);
        Assert.Equal(0.43 * CactiSram.Read(CactiProcess.Cacti22nm, 64 << 10), apart["memories.shared.read"], 0.5);
        Assert.Equal(0.43 * CactiSram.Read(CactiProcess.Cacti22nm, 16 << 10), apart["memories.l1.read"], 0.5);
    }

    [Fact]
    public void Shipped_chips_have_the_section_without_warnings_and_no_name_twice() => Assert.All(SimtFiles.Names, name =>
    {
        var chip = SimtFiles.Load(name);
        Assert.Empty(chip.EnergyTable!.Warnings);
        Assert.Distinct(chip.EnergyTable.Entries.Select(entry => entry.Part));
        Assert.All(chip.EnergyTable.Entries, entry => Assert.True(entry.Attojoules > 0, entry.Part));
        Assert.Equal(chip.L2.Partitions > 1, chip.EnergyTable.Entries.Any(entry => entry.Part == "links." + SimtEnergy.PartitionLink));
    });

    [Fact]
    public void A_file_without_the_section_has_no_table() => Assert.Null(SimtFiles.Load("v100-sxm2", "energy=").EnergyTable);
}
