using AccelSim.Compiler.Mlu;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>What the compiler's estimates make of the keys of a copy engine that cut requests and chain instructions.</summary>
public sealed class CopyRatesTests
{
    /// <summary>Starts after 100 cycles, 64 B a cycle, 16 cycles a segment read and 32 one written, 8 requests of 512 B.</summary>
    private static readonly CopyRates Plain = new(100, 64, 16, 32, 8 * 512) { Chunk = 512 };

    private static ConvProblem Product => ScheduleBench.Product(64, 128, 2048);

    [Theory]
    [InlineData(1024, 4, 200, 100 + 200 + 64, 100 + 200 + 128)] // four segments of 256 B: 64 cycles of segments, or 1024 / (4096 / 200) = 50
    [InlineData(64, 1, 10, 100 + 10 + 1, 100 + 10 + 1)]
    [InlineData(0, 1, 10, 0, 0)]
    public void Without_the_keys_a_copy_costs_its_start_and_the_slower_of_segments_and_bytes(double bytes, double segments, double latency, double read, double write)
    {
        Assert.Equal(read, Plain.Read(bytes, segments, latency), 1e-9);
        Assert.Equal(write, Plain.Write(bytes, segments, latency), 1e-9);
    }

    [Fact]
    public void A_segment_that_begins_inside_a_unit_costs_its_overhead_before_the_first_request_or_with_the_segments()
    {
        // Segments of 384 B begin at multiples of 128 B: of those to a unit of 512 B three in four are inside. 10 of them: 0.75 x 40 first, 9 x 0.75 x 40 later.
        var rates = Plain with { Alignment = 512, Misaligned = 40 };
        Assert.Equal(100 + 10 + 30 + (10 * 16) + 270, rates.Read(3840, 10, 10), 1e-9);
        Assert.Equal(100 + 10 + 30 + (10 * 32) + 270, rates.Write(3840, 10, 10), 1e-9);
        Assert.Equal(300, rates.MisalignedCycles(3840, 10), 1e-9);

        // Whole units pay nothing.
        Assert.Equal(100 + 10 + (10 * 16), rates.Read(5120, 10, 10), 1e-9);
    }

    [Fact]
    public void Requests_that_are_cut_short_fill_the_window_with_fewer_bytes()
    {
        // 512 B in two requests of 256 B: 8 of them are half of what the window holds, 2048 B in 1000 cycles.
        Assert.Equal(100 + 1000 + (51200 / 2.048), (Plain with { Boundary = 256 }).Read(51200, 1, 1000), 1e-6);
        Assert.Equal(100 + 1000 + (51200 / 4.096), Plain.Read(51200, 1, 1000), 1e-6);

        // A boundary where requests end anyway changes nothing; one of 4 KiB in a stream whose begin is not known cuts every eighth request in two.
        Assert.Equal(Plain.Read(51200, 1, 1000), (Plain with { Boundary = 4096, Alignment = 512 }).Read(51200, 1, 1000), 1e-6);
        Assert.Equal(100 + 1000 + (51200 / (4.096 * 8 / 9)), (Plain with { Boundary = 4096 }).Read(51200, 1, 1000), 1e-6);
    }

    [Fact]
    public void Copies_in_turn_save_all_starts_but_one()
    {
        Assert.Equal(0, Plain.SavedByChaining(3));
        Assert.Equal(2 * 90, (Plain with { Chain = 10 }).SavedByChaining(3));
        Assert.Equal(0, (Plain with { Chain = 10 }).SavedByChaining(0.5));
    }

    [Fact]
    public void Keys_of_the_file_reach_the_rates_of_the_paths_to_device_memory()
    {
        var target = Target("core.dma.ioDma={ alignment: 256 B, misalignedOverhead: 7 cycles, boundary: 4 KiB, chainOverhead: 20 cycles }", "core.dma.moveDma.chainOverhead=5 cycles");
        Assert.Equal((256, 7, 4096, 20), (target.Copy.Alignment, target.Copy.Misaligned, target.Copy.Boundary, target.Copy.Chain));
        Assert.Equal((0, 0, 0, 5), (target.Move!.Alignment, target.Move.Misaligned, target.Move.Boundary, target.Move.Chain));
        var plain = Target();
        Assert.Equal((0, 0, 0, 100), (plain.Copy.Alignment, plain.Copy.Misaligned, plain.Copy.Boundary, plain.Copy.Chain));
    }

    [Fact]
    public void A_big_overhead_of_misaligned_segments_makes_the_compiler_choose_whole_rows()
    {
        // 2000 channels of 2 B: rows of 4000 B, slices of 64 channels 128 B. Each row of a tile begins inside a unit of 4 KiB whoever cuts it, so fewer and longer segments win.
        string[] keys = ["core.dma.ioDma={ chunk: 4 KiB, alignment: 4 KiB, misalignedOverhead: 2000 cycles }", "memoryCore.dma.ioDma={ chunk: 4 KiB, alignment: 4 KiB, misalignedOverhead: 2000 cycles }"];
        var (plain, costly) = (Target("core.dma.ioDma.chunk=4 KiB", "memoryCore.dma.ioDma.chunk=4 KiB"), Target(keys));
        var before = ConvScheduler.Choose(Product, plain);
        var after = ConvScheduler.Choose(Product, costly);
        Assert.NotEqual(before, after);
        Assert.True(Estimate(before, costly) > 1.5 * Estimate(before, plain));
        Assert.True(Estimate(after, costly) < Estimate(before, costly));

        // And the chip model agrees: on that chip the schedule chosen for it is the faster one.
        var runs = ScheduleBench.Run(Product, Agreement.Chip("mlu370-x4", keys), [before, after]);
        Assert.True(runs[1].Simulated < runs[0].Simulated, $"{before} {runs[0].Simulated}, {after} {runs[1].Simulated}");
    }

    [Theory]
    [InlineData("core.dma.ioDma.chainOverhead=100 cycles")]
    [InlineData("core.dma.ioDma.alignment=64 B")]
    public void Keys_that_change_nothing_change_no_estimate(string key)
    {
        var (plain, same) = (Target(), Target(key));
        foreach (var tiling in ConvCandidates.Of(Product, plain).Take(200))
        {
            Assert.Equal(ConvScheduler.Estimate(tiling, plain), Estimate(tiling.Schedule, same));
        }
    }

    [Fact]
    public void A_cheap_chain_makes_no_estimate_longer_and_some_shorter()
    {
        var (plain, chained) = (Target(), Target("core.dma.ioDma.chainOverhead=0 cycles"));
        var pairs = ConvCandidates.Of(Product, plain).Take(200).Select(tiling => (Plain: ConvScheduler.Estimate(tiling, plain), Chained: Estimate(tiling.Schedule, chained))).ToList();
        Assert.All(pairs, pair => Assert.True(pair.Chained <= pair.Plain));
        Assert.Contains(pairs, pair => pair.Chained < pair.Plain);
    }

    private static MluTarget Target(params string[] overrides) => new(Agreement.Chip("mlu370-x4", overrides), MluDataType.F16);

    private static double Estimate(ConvSchedule schedule, MluTarget target) => ConvScheduler.Estimate(new ConvTiling(Product, schedule, target), target);
}
