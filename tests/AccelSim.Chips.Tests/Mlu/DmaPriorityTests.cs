using AccelSim.Engine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Priorities of copy engines at the port of their cluster.</summary>
public class DmaPriorityTests
{
    /// <summary>Chips on which engines differ, of one die or two, with shared wires or without.</summary>
    private static Gen<string[]> Chips => Gen.SubListOf(
        "core.dma.moveDma.priority=3", "memoryCore.dma.ioDma.priority=1", "memoryCore.dma.moveDma.priority=7", "network.clusterPort.combined=160 B/cycle",
        "core.dma.ioDma.boundary=256 B", "llc.caches=all").Select(list => (string[])["core.dma.ioDma.priority=2", "memoryCore.dma.moveDma.priority=4", "network.clusterPort.starvationBound=3", .. list]);

    private static Gen<Pair> Pairs(params string[] ways) =>
        from way in Gen.Elements(ways)
        from lines in Gen.Choose(1, 190)
        from others in Gen.Choose(1, 190)
        from copies in Gen.Choose(1, 4)
        from width in Gen.Elements(8, 16, 24)
        select new Pair(way, lines * 64, others * 64, copies, width);

    [Fact]
    public void Equal_priorities_change_nothing() => Law.Holds(RandomProgram.All.Zip(Gen.Choose(0, 7)), t =>
    {
        var (program, priority) = t;
        var source = program.Kernel("union2");
        var plain = Bench.Run(source, dimX: 8).Device.Simulation.TraceHash;
        var chip = Bench.Chip("toy-mlu", Engines.Select(engine => $"{engine}.priority={priority}").ToArray());
        Assert.False(chip.HasPriorities);
        Assert.Equal(plain, Bench.Run(source, chip, dimX: 8).Device.Simulation.TraceHash);
    }, count: 15);

    [Fact]
    public void Ledgers_and_critical_path_sum_up_and_bytes_are_those_of_a_chip_without() => Law.Holds(RandomProgram.All.Zip(Chips), t =>
    {
        var (program, overrides) = t;
        var source = program.Kernel("union2");
        var plain = Bench.Run(source, dimX: 8).Device;
        var (device, run) = Bench.Run(source, Bench.Chip("toy-mlu", overrides), dimX: 8);
        Assert.All(device.SettleLedgers(), ledger => Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
        Assert.Equal(run.End - run.Start, run.Causes.Sum());
        Assert.Equal((plain.CoreCounters.DramReadBytes, plain.CoreCounters.DramWriteBytes), (device.CoreCounters.DramReadBytes, device.CoreCounters.DramWriteBytes));
    }, count: 60);

    /// <summary>
    /// A core and the memory core of its cluster copy to the other cluster at the same time, out of a narrow port or into one. Device memory is
    /// left out: whoever passes the port sooner asks it for the next copy sooner, and may meet a refresh there that would have come after it.
    /// </summary>
    [Fact]
    public void Of_two_engines_the_more_urgent_never_ends_later_than_among_equals() => Law.Holds(Pairs("out", "in"), pair =>
    {
        var (core, memory) = Ends(pair);
        var (coreFirst, _) = Ends(pair, "memoryCore.dma.moveDma.priority=7");
        var (_, memoryFirst) = Ends(pair, "core.dma.moveDma.priority=7");
        Assert.True(coreFirst <= core, $"core {coreFirst} > {core}");
        Assert.True(memoryFirst <= memory, $"memory core {memoryFirst} > {memory}");
    }, count: 300);

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("out")]
    [InlineData("in")]
    public void Urgent_copies_of_a_core_pass_those_that_its_memory_core_has_under_way(string way)
    {
        var pair = new Pair(way, 4096, 12_032, 4, 8);
        string[] priorities = ["memoryCore.dma.ioDma.priority=7", "memoryCore.dma.moveDma.priority=7"];
        var (equal, last) = Ends(pair);
        var (first, behind) = Ends(pair, priorities);
        Assert.True(first < equal, $"{first} {equal}");

        // Alone it would be a little faster still: a packet under way is not interrupted. The other ends about when it did, for the port is never idle.
        var (alone, _) = Ends(pair with { Other = 0 });
        Assert.InRange(first, alone, equal - ((equal - alone) / 2));
        Assert.InRange(behind, last - (last / 10), last + (last / 10));
    }

    [Fact]
    public void A_bound_of_none_is_the_order_of_arrival() => Law.Holds(Pairs("read", "write", "out", "in"), pair =>
        Assert.Equal(Ends(pair), Ends(pair, "memoryCore.dma.ioDma.priority=7", "core.dma.moveDma.priority=7", "network.clusterPort.starvationBound=0")), count: 100);

    private static IEnumerable<string> Engines => ["core.dma.ioDma", "core.dma.moveDma", "memoryCore.dma.ioDma", "memoryCore.dma.moveDma"];

    /// <summary>When the copies of the core and of the memory core end, fs.</summary>
    private static (long Core, long Memory) Ends(Pair pair, params string[] overrides)
    {
        var recorder = new SpanRecorder();
        var (narrow, wide) = ($"{pair.Width} B/cycle", "256 B/cycle");
        var port = pair.Way switch { "out" => (wide, narrow), "in" => (narrow, wide), _ => (narrow, narrow) };
        Bench.Run(
            pair.Kernel, Bench.Chip("toy-mlu", [$"network.clusterPort={{ read: {port.Item1}, write: {port.Item2} }}", .. overrides]), dimX: 4, options: new() { Trace = recorder });
        var queue = pair.Way is "read" or "write" ? "io" : "move";
        return (End($"cluster 0 core 0 {queue}"), End($"cluster 0 memory core {queue}"));

        long End(string unit) => recorder.Spans.ToArray().Where(span => span.Track == recorder.Tracks[unit]).Select(span => span.End).DefaultIfEmpty().Max();
    }

    /// <summary>Copies of a core of the first cluster and of its memory core at the same time.</summary>
    /// <param name="Way">From device memory, to it, or to the SRAM of the other cluster, where the way out or the way in is narrow.</param>
    /// <param name="Bytes">Of each copy of the core.</param>
    /// <param name="Other">Of each copy of the memory core; 0 for none.</param>
    /// <param name="Copies">How many of either.</param>
    /// <param name="Width">Bytes per cycle of the port.</param>
    private sealed record Pair(string Way, int Bytes, int Other, int Copies, int Width)
    {
        public string Kernel => ".kernel k, union2, memcore\n"
            + $"li r1, {Bytes}\nli r2, 65536\nli r3, {Other}\nli r4, 262144\nli r5, 32768\nli r6, 131072\nli r7, 1\n"
            + "mv.sreg r60, %clusterid\nbne r60, r0, rest\nmv.sreg r61, %coreid\nli r62, 128\nbeq r61, r62, memory\nbne r61, r0, rest\n"
            + $"{Lines(Way switch { "read" => "memcpy.gdram2nram.async r0, r2, r1", "write" => "memcpy.nram2gdram.async r2, r0, r1", _ => Across("r0", "r1") }, Copies)}halt\n"
            + $"memory:\n{Lines(Way switch { "read" => "memcpy.gdram2sram.async r0, r4, r3", "write" => "memcpy.sram2gdram.async r4, r0, r3", _ => Across("r6", "r3") }, Other == 0 ? 0 : Copies)}"
            + "rest:\nhalt\n";

        private static string Lines(string line, int times) => string.Concat(Enumerable.Repeat(line + "\n", times));

        private static string Across(string place, string bytes) => $"memcpy3d.sram2sram.async {place}, {place}, {bytes}, r0, r7, r0, r7, r0, r7, r0, r7, r7";
    }
}
