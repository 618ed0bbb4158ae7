using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Results;

namespace AccelSim.Runtime.Tests.Simt;

/// <summary>Energy of runs on SIMT chips: counts of the program times the table of the chip.</summary>
public sealed class SimtEnergyTests
{
    /// <summary>Blocks of one warp: each multiplies a tile of 8 x 8 x 4 out of registers, exchanges a register, and takes a root.</summary>
    private const string Units = """
        .buffer y, f32, 64
        .kernel units
        .param y
            s2r r0, %tid.x
            mov.b64 r4, c[y]
            mad.wide.s32 r4, r0, 4, r4
            mma.m8n8k4.f32.f16 r16, r8, r10, r16
            rcp.f32 r1, r2
            fma.f16x2 r1, r1, r1, r1
            atom.global.add.u32 r3, [r4], r1
            exit
        .launch units, grid 2, block 32 (y)

        """;

    [Fact]
    public async Task Parts_are_the_counts_of_the_program_times_the_table()
    {
        var chip = SimtBench.Chip;
        var run = await SimtBench.RunAsync(SimtBench.Add);
        var parts = run.Energy!.Parts.ToDictionary(part => part.Name, part => part.Count);
        const int Threads = 4096;
        const int Bytes = 4 * Threads;

        // The addition; three s2r; mad.lo and three mad.wide, which take two passes; three mov.b64, likewise.
        Assert.Equal(Threads, parts["lanes.fp32"]);
        Assert.Equal((1 + (2 * 3)) * Threads, parts["lanes.intMultiply"]);
        Assert.Equal(15 * Threads / 32, parts["instruction"]);

        // Sources: 3 of mad.lo, 1 + 2 of each mad.wide, a pair of each address, a value to store, two to add. Results: 3, 1, pairs of mov and mad.wide, three values.
        Assert.Equal((3 + (3 * 3) + (3 * 2) + 1 + 2) * Bytes, parts["memories.registers.read"]);
        Assert.Equal((3 + 1 + 6 + 6 + 3) * Bytes, parts["memories.registers.write"]);

        // Two buffers come through device memory, L2 and L1 once, one goes as far as the L2.
        Assert.Equal((2 * Bytes, 2 * Bytes), (parts["memories.l1.read"], parts["dram.read"]));
        Assert.Equal((2 * Bytes, 3 * Bytes), (parts["memories.l2.read"], parts["memories.l2.write"]));
        Assert.Equal(3 * Bytes, parts["memories.l1.write"]);
        Assert.DoesNotContain("dram.write", parts.Keys);

        // Twice two loads of a line with a header each way, and a store.
        var lines = Threads / 32;
        Assert.Equal((lines * 5 * chip.Interconnect.Header.Bytes) + (3 * Bytes), parts["links.crossbar"]);
        Assert.Equal(run.Femtoseconds / 1000, parts["static"]);

        var each = chip.EnergyTable!.Entries.ToDictionary(entry => entry.Part, entry => entry.Attojoules);
        Assert.All(run.Energy.Parts, part => Assert.Equal(((Int128)part.Count * each[part.Name] + 500) / 1000, part.Femtojoules));
        Assert.Equal(run.Energy.Parts.Aggregate(Int128.Zero, (sum, part) => sum + part.Femtojoules), run.Energy.Femtojoules);
        Assert.Equal((double)run.Energy.Femtojoules / run.Femtoseconds, run.AverageWatts()!.Value, 12);
    }

    [Fact]
    public async Task Each_unit_and_memory_is_counted_under_its_name()
    {
        var units = (await SimtBench.RunAsync(Units)).Energy!.Parts.ToDictionary(part => part.Name, part => part.Count);
        Assert.Equal(2 * 8 * 8 * 4 * 4, units["matrix.f16"]);
        Assert.Equal((64, 64), (units["lanes.sfu"], units["lanes.fp16"]));
        Assert.Equal(2 * 4 * 32, units["memories.l2.write"] - units["dram.read"]);

        var turn = (await SimtBench.RunAsync(SimtBench.Turn)).Energy!.Parts.ToDictionary(part => part.Name, part => part.Count);
        Assert.Equal((16 * 64 * 4, 16 * 64 * 4), (turn["memories.shared.read"], turn["memories.shared.write"]));
    }

    [Theory]
    [InlineData("energy.static=150 W", "static")]
    [InlineData("energy.lanes.fp32=2.254 pJ", "lanes.fp32")]
    [InlineData("energy.instruction=294 pJ", "instruction")]
    [InlineData("energy.links.crossbar=0.6 pJ/bit", "links.crossbar")]
    [InlineData("dram.device.energy.refresh=328 nJ", "dram.refresh")]
    public async Task Doubling_an_entry_doubles_its_part_and_nothing_else(string set, string part)
    {
        var before = await SimtBench.RunAsync(SimtBench.Add);
        var after = await SimtBench.RunAsync(SimtBench.Add, (SimtChip)ChipFile.Load(Repository.File("configs", "chips", "v100-sxm2.yaml"), set));
        Assert.Equal(before.Femtoseconds, after.Femtoseconds);
        Assert.All(before.Energy!.Parts.Zip(after.Energy!.Parts), pair => Assert.Equal(
            pair.First.Name == part ? 2 * (double)pair.First.Femtojoules : (double)pair.First.Femtojoules, (double)pair.Second.Femtojoules, 1.0));
        Assert.Contains(after.Energy.Parts, p => p.Name == part);
    }

    [Theory]
    [InlineData("a100-sxm4-80")]
    [InlineData("bi-v100")]
    [InlineData("br100")]
    [InlineData("br104")]
    [InlineData("h100-pcie")]
    [InlineData("h200-sxm")]
    [InlineData("jetson-agx-orin")]
    [InlineData("mi100")]
    [InlineData("mtt-s4000")]
    public async Task Every_shipped_chip_can_pay_and_its_kernels_add_up(string name)
    {
        var run = await SimtBench.RunAsync(SimtBench.Add + ".kernel idle\nnop\nexit\n.launch idle, grid 7, block 64 ()\n", SimtBench.Load(name));
        Assert.InRange(run.AverageWatts()!.Value, 10, 1000);
        foreach (var part in run.Energy!.Parts.Where(part => part.Name is not ("static" or "dram.refresh" or "dram.background")))
        {
            Assert.Equal(part.Count, run.Layers.Sum(layer => layer.Energy!.Parts.Where(own => own.Name == part.Name).Sum(own => own.Count)));
        }
    }

    [Fact]
    public async Task A_chip_without_the_section_takes_the_same_time_and_says_null()
    {
        var with = await SimtBench.RunAsync(SimtBench.Add);
        var without = await SimtBench.RunAsync(SimtBench.Add, (SimtChip)ChipFile.Load(Repository.File("configs", "chips", "v100-sxm2.yaml"), "energy="));
        Assert.Null(without.Energy);
        Assert.Equal(with.Femtoseconds, without.Femtoseconds);
    }
}
