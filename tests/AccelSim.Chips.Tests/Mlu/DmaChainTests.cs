using AccelSim.Engine;
using AccelSim.Machine.Mlu;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Instructions that wait behind another of their copy engine, and the order in which those of a queue end.</summary>
public class DmaChainTests
{
    private const string Chained = "core.dma.moveDma.chainOverhead=8 cycles";

    /// <summary>
    /// Copies inside the core, 4 KiB at 128 B/cycle = 32 cycles after a start of 50 or, chained, 8; r5 counts a loop that outlasts any copy.
    /// </summary>
    [Theory]
    [InlineData("nram2nram.async r0, r2, r1;nram2nram.async r0, r2, r1;nram2wram.async r0, r2, r1", new[] { 82.0, 40, 40 })]
    [InlineData("nram2nram r0, r2, r1;nram2nram r0, r2, r1", new[] { 82.0, 82 })]
    [InlineData("nram2nram.async r0, r2, r1;wait;nram2nram.async r0, r2, r1;nram2nram.async r0, r2, r1", new[] { 82.0, 82, 40 })]
    [InlineData("nram2nram.async r0, r2, r1;vector;nram2nram.async r0, r2, r1", new[] { 82.0, 40 })]
    public void An_instruction_that_waited_behind_another_of_its_engine_starts_sooner(string copies, double[] cycles) =>
        Assert.Equal(cycles, Durations(copies, "move", Bench.Chip("toy-mlu", Chained)));

    [Fact]
    public void One_that_waited_behind_another_unit_of_the_same_queue_does_not()
    {
        // The queues of an older core: copies inside NRAM are on the compute queue.
        var chip = Bench.Chip(
            "toy-mlu", Chained, "core.queues[1].units=[vector, tensor, moveDma]", "core.queues[3]={ name: spare, units: [], depth: 4 }");
        var cycles = Durations("nram2nram.async r0, r2, r1;vector;nram2nram.async r0, r2, r1;nram2nram.async r0, r2, r1", "compute", chip);
        Assert.Equal([82, 82, 40], cycles.Where((_, i) => i != 1));
    }

    [Theory]
    [InlineData("gdram2nram.async r0, r2, r1", "ioDma", "io", 100)]
    [InlineData("nram2gdram.async r2, r0, r1", "ioDma", "io", 100)]
    [InlineData("nram2sram.async r2, r0, r1", "moveDma", "move", 50)]
    public void Transfers_over_shared_resources_chain_as_well(string copy, string engine, string queue, int start)
    {
        var kernel = $"{copy};{copy};{copy};{copy}";
        var plain = Durations(kernel, queue, Bench.Chip());
        var chained = Durations(kernel, queue, Bench.Chip("toy-mlu", $"core.dma.{engine}.chainOverhead=0 cycles"));
        Assert.Equal(plain[0], chained[0]);

        // All but their starts is the same; what memory does between them, rows and turns, differs by little.
        Assert.InRange(plain.Sum() - chained.Sum(), (3 * start) - 60, (3 * start) + 60);
    }

    [Fact]
    public void The_overhead_of_a_chain_is_that_of_a_start_where_the_file_says_nothing_else() => Law.Holds(RandomProgram.All, program =>
    {
        var source = program.Kernel("union1");
        var plain = Bench.Run(source, dimX: 4).Device.Simulation.TraceHash;
        var same = Bench.Run(source, Bench.Chip("toy-mlu", "core.dma.ioDma.chainOverhead=100 cycles", "core.dma.moveDma.chainOverhead=50 cycles"), dimX: 4);
        Assert.Equal(plain, same.Device.Simulation.TraceHash);
    }, count: 20);

    private static Gen<string[]> Chips => Gen.SubListOf(
        "core.dma.ioDma.boundary=256 B", "core.dma.ioDma.alignment=64 B", "core.dma.ioDma.chainOverhead=0 cycles", "core.dma.moveDma.chainOverhead=3 cycles",
        "core.dma.ioDma.outstandingReads=3", "core.dma.ioDma.outstandingWrites=64", "llc.caches=all", "network.clusterPort.combined=160 B/cycle").Select(list => list.ToArray());

    /// <summary>
    /// Straight-line copies of every kind and length: the instructions of a queue begin in the order of the program, and none before the one
    /// ahead of it has ended, whatever else the other queue does.
    /// </summary>
    [Fact]
    public void The_instructions_of_a_queue_end_in_the_order_of_the_program() => Law.Holds(
        Gen.ArrayOf(Gen.Elements(Lines)).Zip(Chips), t =>
        {
            var (lines, overrides) = t;
            var chip = Bench.Chip("toy-mlu", overrides);
            var source = $".kernel k, union1\nmv.sreg r63, %coreid\nbne r63, r0, rest\n{Setup}{string.Concat(lines.Select(line => $"memcpy{line}\n"))}rest:\nhalt\n";
            var recorder = new SpanRecorder();
            Bench.Run(source, chip, dimX: 2, options: new() { Trace = recorder });
            var instructions = Bench.Program(source).Instructions;
            foreach (var queue in (string[])["io", "move"])
            {
                var spans = recorder.Spans.ToArray().Where(span => span.Track == recorder.Tracks[$"cluster 0 core 0 {queue}"]).ToList();
                var expected = Enumerable.Range(0, instructions.Length).Where(pc => IsCopy(pc) && QueueOf(lines[pc - FirstCopy]) == queue);
                Assert.Equal(expected, spans.Select(span => (int)span.Detail));
                Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start && pair.First.End <= pair.Second.End));
            }

            bool IsCopy(int pc) => pc >= FirstCopy && pc < FirstCopy + lines.Length;
        }, count: 60);

    private const string Setup = "li r0, 0\nli r1, 4096\nli r2, 8192\nli r3, 40\nli r4, 20000\nli r5, 100\nli r6, 17\n";

    private const int FirstCopy = 9;

    private static readonly string[] Lines =
    [
        ".gdram2nram.async r0, r2, r1", ".gdram2nram.async r0, r6, r4", ".nram2gdram.async r2, r0, r3", ".nram2gdram r6, r0, r5", ".sram2gdram.async r4, r2, r1",
        ".gdram2sram.async r2, r6, r4", ".gdram2gdram.async r4, r6, r5", "2d.gdram2nram.async r0, r6, r3, r5, r1, r6", "2d.nram2gdram.async r6, r0, r3, r1, r5, r6",
        ".nram2nram.async r2, r0, r5", ".nram2sram.async r0, r2, r1", ".sram2nram r0, r2, r4", ".sram2sram.async r1, r2, r5", "2d.sram2nram.async r0, r6, r3, r5, r1, r6",
    ];

    private static string QueueOf(string line) => line.Contains("gdram", StringComparison.Ordinal) ? "io" : "move";

    private static double[] Durations(string copies, string queue, MluChip chip)
    {
        var text = string.Concat(copies.Split(';').Select(copy => copy switch
        {
            "wait" => "li r5, 400\nagain:\nsub r5, r5, 1\nbne r5, r0, again\n",
            "vector" => "vadd.f32 r0, r0, r2, r1\n",
            _ => $"memcpy.{copy}\n",
        }));
        var recorder = new SpanRecorder();
        var (device, _) = Bench.Run(
            $".kernel k, union1\nmv.sreg r63, %coreid\nbne r63, r0, rest\nli r1, 4096\nli r2, 8192\n{text}rest:\nhalt\n", chip, dimX: 2, options: new() { Trace = recorder });
        var track = recorder.Tracks[$"cluster 0 core 0 {queue}"];
        return [.. recorder.Spans.ToArray().Where(span => span.Track == track).Select(span => (span.End - span.Start) / (double)device.Clock.Edge(1))];
    }
}
