using AccelSim.Machine.Mlu;

namespace AccelSim.Machine.Tests;

public sealed class EnergyFileTests : IDisposable
{
    private static readonly string Toy = Repository.File("configs", "chips", "toy-mlu.yaml");

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("energy.static=-1 W", "outside what is possible (0 uW to 10 kW)")]
    [InlineData("energy.static=5", "has no unit; write for example 37.5 W")]
    [InlineData("energy.static=5 kw", "did you mean kW?")]
    [InlineData("energy.static=", "is required (a power such as 37.5 W)")]
    [InlineData("energy.statik=1 W", "did you mean 'static'?")]
    [InlineData("energy.matrix.fp16=0.5", "has no unit; write for example 1.1 pJ")]
    [InlineData("energy.matrix.fp16=-0.5 pJ", "outside what is possible")]
    [InlineData("energy.matrix.fp16=0.00000001 pJ", "is not a whole number of aJ")]
    [InlineData("energy.matrix.fp15=1 pJ", "is unknown, did you mean 'fp16'?")]
    [InlineData("energy.matrix.fp16=", "lacks 'fp16', which the matrix unit multiplies")]
    [InlineData("energy.vector.int64=", "lacks int64")]
    [InlineData("dram.device.energy.read=1 pJ", "unknown unit 'pJ', did you mean pJ/B?")]
    [InlineData("dram.device.energy.activate=1 pJ/B", "unknown unit 'pJ/B'; known: aJ, fJ, pJ, nJ, uJ")]
    [InlineData("dram.device.energy.activate=999 J", "unknown unit")]
    [InlineData("dram.device.energy=", "is missing; a chip with a section energy needs it")]
    [InlineData("energy.memories.nramm={ read: 1 pJ/B, write: 1 pJ/B }", "is no memory of such chips, did you mean 'nram'?")]
    [InlineData("energy.memories.nram.write=", "is required (an energy per byte such as 1.59 pJ/B)")]
    [InlineData("energy.sram=", "lacks 'llc'")]
    [InlineData("energy.sram.table=cacti20nm", "did you mean 'cacti22nm'?")]
    [InlineData("energy.sram.scale=0 %", "outside what is possible")]
    [InlineData("energy.links.clusterport=1 pJ/B", "did you mean 'clusterPort'?")]
    [InlineData("energy.links.clusterPort=", "lacks 'clusterPort'; give it an energy per byte")]
    [InlineData("energy=3", "must hold keys and values")]
    [InlineData("energy=[1, 2]", "must hold keys and values")]
    [InlineData("area.core=-1 mm2", "outside what is possible")]
    [InlineData("area.core=1 mm", "did you mean mm2?")]
    [InlineData("area.core=1", "has no unit; write for example 0.45 mm2")]
    [InlineData("area.cores=1 mm2", "did you mean 'core'?")]
    [InlineData("area.other=", "is required (an area such as 0.45 mm2)")]
    public void One_mistake_is_named_with_its_remedy(string set, string message)
    {
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(Toy, set));
        Assert.Contains(e.Problems, p => p.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_of_the_sections_are_reported_at_once_with_line_and_column()
    {
        var path = _work.Write("chip.yaml", $$"""
            extends: {{Toy}}
            energy:
              static: -3 W
              matrix: { fp16: 0.5 }
              sttic: 1 W
            area:
              core: 1 m2
            dram:
              device:
                energy: { read: lots }
            """);
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Equal(
            [(3, 11, "energy.static", "-3 W"), (4, 19, "energy.matrix.fp16", "0.5"), (5, 3, "energy.sttic", ""), (7, 9, "area.core", "1 m2"), (10, 21, "dram.device.energy.read", "lots")],
            e.Problems.Select(p => (p.Location.Line, p.Location.Column, p.Key, p.Value)));
        Assert.All(e.Problems, p => Assert.Equal(path, p.Location.File));
    }

    [Fact]
    public void A_memory_that_the_chip_lacks_is_named_where_it_is_written()
    {
        var path = _work.Write("chip.yaml", $$"""
            extends: {{Toy}}
            energy:
              memories:
                scratch: { read: 1 pJ/B, write: 1 pJ/B }
            """);
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => ChipFile.Load(path)).Problems);
        Assert.Equal((path, 4, "energy.memories.scratch"), (problem.Location.File, problem.Location.Line, problem.Key));
        Assert.Contains("known: nram, wram, sram, llc", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_of_the_sections_work_as_for_any_other_key()
    {
        var chip = ChipFile.Load(Toy, "energy.matrix.fp16=0.25 pJ", "energy.memories.nram=", "area.core=2 mm2");
        var table = chip.EnergyTable!.Entries.ToDictionary(entry => entry.Part, entry => entry.Attojoules);
        Assert.Equal(250_000, table["matrix.fp16"]);
        Assert.Equal(0.43 * CactiSram.Read(CactiProcess.Cacti22nm, 64 * 1024), table["memories.nram.read"], 0.5);
        Assert.Equal(6 * 2_000_000, chip.AreaEstimate!.Parts.Single(part => part.Name == "cores").Area.SquareMicrometres);
        Assert.DoesNotContain("memories.llc.read", ChipFile.Load(Toy, "llc=").EnergyTable!.Entries.Select(entry => entry.Part));
        var without = ChipFile.Load(Toy, "energy=", "area=");
        Assert.Null(without.EnergyTable);
        Assert.Null(without.AreaEstimate);
    }

    [Fact]
    public void A_memory_beyond_the_table_is_taken_as_the_largest_and_says_so()
    {
        var table = ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"), "core.scratchpads.nram.size=16 MiB").EnergyTable!;
        Assert.Equal("energy of nram: 16 MiB is outside the table (8 KiB to 4 MiB); taken as 4 MiB, or give energy.memories.nram", Assert.Single(table.Warnings));
        Assert.Equal(0.43 * CactiSram.Read(CactiProcess.Cacti22nm, 4 << 20), table.Entries.Single(e => e.Part == "memories.nram.read").Attojoules, 0.5);
    }

    [Fact]
    public void Values_at_their_limits_overflow_nothing()
    {
        var chip = ChipFile.Load(
            Toy, "dram.device.timings.tREFI=1000000000 nCK", "dram.device.timings.clock=1 kHz", "dram.device.dataRate=1 MT/s", "dram.device.timings.tCCD_S=1 nCK", "dram.device.burstLength=1", "dram.device.channelWidth=256 bit",
            "core.scratchpads.wram.size=1024 TiB", "area.sramPerMebibyte=100000 mm2", "area.matrixUnit=100000 mm2");
        Assert.All(chip.EnergyTable!.Entries, entry => Assert.True(entry.Period > 0));
        Assert.All(chip.AreaEstimate!.Parts, part => Assert.True(part.Area.SquareMicrometres >= 0));
    }

    [Fact]
    public void Shipped_chips_of_the_family_have_both_sections_without_warnings_and_no_name_twice()
    {
        var chips = Directory.GetFiles(Repository.File("configs", "chips"), "*.yaml").Select(file => ChipFile.Load(file)).OfType<MluChip>().ToList();
        Assert.True(chips.Count >= 9);
        foreach (var chip in chips)
        {
            Assert.Empty(chip.EnergyTable!.Warnings);
            Assert.Distinct(chip.EnergyTable.Entries.Select(entry => entry.Part));
            Assert.All(chip.EnergyTable.Entries, entry => Assert.True(entry.Attojoules > 0));
            Assert.Equal(chip.AreaEstimate!.Parts.Sum(part => part.Area.SquareMicrometres), chip.AreaEstimate.Total.SquareMicrometres);
        }
    }
}
