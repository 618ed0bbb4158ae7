using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Results;
using AccelSim.Runtime.Mlu;
using FsCheck.Fluent;

namespace AccelSim.Runtime.Tests;

public sealed class EnergyTests
{
    /// <summary>16 KiB in to NRAM and by way of SRAM to WRAM, 4096 additions, a product of 16 x 64 x 64, 16 KiB out.</summary>
    private const string Source = """
        .buffer a, f32, 4096, ramp
        .buffer b, f32, 4096
        .kernel k, block
        .param a, b
        .reg a, r1
        .reg b, r2
        .reg n, r3
        .reg c, r4
        .reg d, r5
        .reg m, r6
        .reg k, r7
            ld.param a, a
            ld.param b, b
            li n, 16384
            li c, 4096
            li d, 16384
            li m, 16
            li k, 64
            memcpy.gdram2nram r0, a, n
            memcpy.gdram2sram r0, a, n
            memcpy.sram2wram r0, r0, n
            vadd.f32 d, r0, r0, c
            matmul.f32.f16.f16 d, r0, r0, m, k, k, r0
            sync
            memcpy.nram2gdram b, d, n
        .end
        .launch k, 1 (a, b)
        """;

    private static readonly HostSpec Host = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"));

    [Fact]
    public async Task Parts_are_the_counts_of_the_program_times_the_table()
    {
        // Rows are 2 KiB in each of 2 banks and 2 channels: 16 KiB are 8 of them, and a second reading finds them open.
        var run = await Run(Toy("dram.device.timings.tREFI=1000000000 nCK"));
        var expected = new Dictionary<string, (long Count, long Femtojoules)>
        {
            ["dram.activate"] = (16, 16 * 1_000_000),
            ["dram.read"] = (2 * 16384, 2 * 16384 * 8_000),
            ["dram.write"] = (16384, 16384 * 16_000),
            ["matrix.fp16"] = (16 * 64 * 64, 16 * 64 * 64 * 500),
            ["vector.fp32"] = (4096, 4096 * 600),
            ["scalar"] = (7, 7 * 3_000),
            ["instruction"] = (15, 15 * 10_000),
            ["memories.nram.read"] = (32768 + 2048 + 16384, (32768 + 2048 + 16384) * 1_000),
            ["memories.nram.write"] = (16384 + 16384 + 4096, (16384 + 16384 + 4096) * 2_000),
            ["memories.wram.read"] = (64 * 64 * 2, 64 * 64 * 2 * 3_000),
            ["memories.wram.write"] = (16384, 16384 * 4_000),
            ["memories.sram.read"] = (16384, 16384 * 5_000),
            ["memories.sram.write"] = (16384, 16384 * 6_000),
            ["links.clusterPort"] = (3 * 16384, 3 * 16384 * 7_000),
            ["dram.background"] = (2 * (run.Femtoseconds / 1000), 2 * (run.Femtoseconds / 1000) * 250),
            ["static"] = (run.Femtoseconds / 1000, run.Femtoseconds / 1000 * 1000),
        };
        Assert.Equal(
            expected.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => (part.Key, part.Value.Count, (Int128)part.Value.Femtojoules)),
            run.Energy!.Parts.OrderBy(part => part.Name, StringComparer.Ordinal).Select(part => (part.Name, part.Count, part.Femtojoules)));
        Assert.Equal(expected.Values.Sum(part => part.Femtojoules), (long)run.Energy.Femtojoules);
        Assert.Equal((double)run.Energy.Femtojoules / run.Femtoseconds, run.AverageWatts()!.Value, 12);
        Assert.Equal(run.EnergyJoules(), run.JoulesPerItem());
    }

    [Theory]
    [InlineData("energy.static=2 W", "static")]
    [InlineData("dram.device.energy.activate=2 nJ", "dram.activate")]
    [InlineData("dram.device.energy.read=2 pJ/bit", "dram.read")]
    [InlineData("dram.device.energy.write=32 pJ/B", "dram.write")]
    [InlineData("dram.device.energy.refresh=200 nJ", "dram.refresh")]
    [InlineData("dram.device.energy.background=500 mW", "dram.background")]
    [InlineData("energy.memories.nram.read=2 pJ/B", "memories.nram.read")]
    [InlineData("energy.memories.sram.write=12 pJ/B", "memories.sram.write")]
    [InlineData("energy.links.clusterPort=14 pJ/B", "links.clusterPort")]
    [InlineData("energy.matrix.fp16=1 pJ", "matrix.fp16")]
    [InlineData("energy.vector.fp32=1.2 pJ", "vector.fp32")]
    [InlineData("energy.scalar=6 pJ", "scalar")]
    [InlineData("energy.instruction=20000 fJ", "instruction")]
    public async Task Doubling_an_entry_doubles_its_part_and_nothing_else(string set, string part)
    {
        var before = await Run(Toy());
        var after = await Run(Toy(set));
        Assert.Equal(before.Femtoseconds, after.Femtoseconds);
        Assert.Equal(
            before.Energy!.Parts.Select(p => p.Name == part ? p with { Femtojoules = 2 * p.Femtojoules } : p),
            after.Energy!.Parts);
        Assert.Contains(after.Energy.Parts, p => p.Name == part);
    }

    [Fact]
    public async Task A_chip_without_the_sections_has_neither_energy_nor_area()
    {
        var run = await Run(Toy("energy=", "area="));
        Assert.Null(run.Energy);
        Assert.Null(run.EnergyJoules());
        Assert.Null(run.AverageWatts());
        Assert.Empty(run.Area);
        Assert.All(run.Layers, layer => Assert.Null(layer.Energy));
        Assert.Equal(run.Femtoseconds, (await Run(Toy())).Femtoseconds);
    }

    [Fact]
    public async Task Writes_that_a_kernel_leaves_in_the_queues_are_not_the_next_kernels()
    {
        const string Two = """
            .buffer a, f32, 4096, ramp
            .kernel store, block
            .param a
            .reg a, r1
            .reg n, r2
                ld.param a, a
                li n, 1024
                memcpy.nram2gdram a, r0, n
            .end
            .kernel idle, block
                nop
            .end
            .launch store, 1 (a)
            .launch idle, 1 ()
            """;
        var run = await Run(Toy(), Two);
        var (store, idle) = (Parts(run.Layers[0]), Parts(run.Layers[1]));
        Assert.Equal(1024, store["dram.write"]);
        Assert.DoesNotContain("dram.write", idle.Keys);
        Assert.DoesNotContain("dram.activate", idle.Keys);
        Assert.Equal(2, idle["instruction"]);

        static Dictionary<string, long> Parts(LayerResult layer) => layer.Energy!.Parts.ToDictionary(part => part.Name, part => part.Count);
    }

    [Fact]
    public async Task Refreshes_follow_from_the_time()
    {
        var run = await Run(Toy());
        var interval = 3125 * 1_250_000L;
        Assert.Equal(2 * run.Femtoseconds / interval, run.Energy!.Parts.Single(part => part.Name == "dram.refresh").Count);
    }

    [Fact]
    public void A_breakdown_is_the_sum_of_its_parts_and_none_is_negative() => Law.Holds(
        from counts in Gen.Choose(0, int.MaxValue).ListOf(6)
        from attojoules in Gen.Choose(0, int.MaxValue).ListOf(6)
        from time in Gen.Choose(0, int.MaxValue)
        select (counts, attojoules, time), t =>
        {
            var entries = t.attojoules.Select((cost, i) => new EnergyEntry($"part{i}", "group", "events", cost));
            var table = new EnergyTable([.. entries, new EnergyEntry("static", "static", "ps", 1_000_000) { PerPeriod = 1, Period = 1000 }], []);
            var energy = EnergyAccount.Of(table, ActivityCounts.Of(t.counts.Select((count, i) => ($"part{i}", (long)count))), t.time);
            Assert.All(energy.Parts, part => Assert.True(part.Femtojoules > 0));
            Assert.Equal(energy.Parts.Aggregate(Int128.Zero, (sum, part) => sum + part.Femtojoules), energy.Femtojoules);
            var exact = t.counts.Zip(t.attojoules).Aggregate((Int128)(t.time / 1000) * 1_000_000, (sum, pair) => sum + ((Int128)pair.First * pair.Second));
            Assert.True(Int128.Abs((energy.Femtojoules * 1000) - exact) <= 500 * 7);
        });

    [Fact]
    public void What_the_table_does_not_know_is_refused()
    {
        var table = new EnergyTable([new EnergyEntry("a", "g", "events", 1)], []);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => EnergyAccount.Of(table, ActivityCounts.Of([("b", 1)]), 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_shipped_chip_can_pay_for_a_model()
    {
        foreach (var file in Directory.GetFiles(Repository.File("configs", "chips"), "mlu*.yaml").Order(StringComparer.Ordinal))
        {
            var chip = ChipFile.Load(file);
            var run = await Run(chip);
            Assert.True(run.Energy!.Femtojoules > 0 && run.AverageWatts() < 400, file);
            Assert.True(run.AreaSquareMillimetres() is > 50 and < 900, file);
        }
    }

    [Fact]
    public async Task A_cache_for_data_is_paid_on_both_sides()
    {
        var run = await Run(ChipFile.Load(Repository.File("configs", "chips", "mlu590-h8.yaml")));
        var parts = run.Energy!.Parts.ToDictionary(part => part.Name, part => part.Count);

        // The same 16 KiB are read twice and fetched once; what is written stays in the cache.
        Assert.Equal((32768, 16384 + 16384, 16384), (parts["memories.llc.read"], parts["memories.llc.write"], parts["dram.read"]));
        Assert.DoesNotContain("dram.write", parts.Keys);
    }

    private static ChipSpec Toy(params string[] overrides) => ChipFile.Load(Repository.File("configs", "chips", "toy-mlu.yaml"), overrides);

    private static Task<RunResult> Run(ChipSpec chip, string source = Source)
    {
        // Chips without a floating-point tensor mode multiply integers.
        if (((MluChip)chip).Core.Matrix.PeakMacsPerCycle(MacFormat.Fp16) == 0)
        {
            source = source.Replace("matmul.f32.f16.f16", "matmul.f16.i8.i8", StringComparison.Ordinal);
        }

        var image = MluAssemblyImage.Make(MluAssembler.Assemble(source, "k.asm"), (MluChip)chip);
        return Simulator.RunAsync(image, chip, Host, new SessionOptions { Model = image.Name, Precision = "" }, cancellation: TestContext.Current.CancellationToken);
    }
}
