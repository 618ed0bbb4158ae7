using AccelSim.Engine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>
/// What boundary and alignment of a copy engine cost, on toy-mlu with one request outstanding, so that each request is a round trip: 60 cycles to
/// memory and back, the controller's 60, and its bursts, 16 ticks of 1.25 ns and tCL for 512 B (numbers in <see cref="DmaTests"/>).
/// </summary>
public class DmaCutTests
{
    private const string One = "core.dma.ioDma.outstandingReads=1";

    // The same rows are opened however requests are cut, and the port carries the same bytes: what a further request costs is its way and its
    // first burst, tCL 17 and its 2 ticks less the 2 that its bytes took in another request, and the rounding of the port to whole cycles.
    private const double Further = 60 + 60 + 60 + (17 * 1.25);

    [Theory]
    [InlineData(0, 2048, "boundary=512 B", 0)]
    [InlineData(0, 2048, "boundary=256 B", 4)]
    [InlineData(0, 2048, "boundary=4 KiB", 0)]
    [InlineData(256, 512, "boundary=512 B", 1)]
    [InlineData(256, 256, "boundary=512 B", 0)]
    [InlineData(0, 512, "alignment=64 B", 0)]
    [InlineData(64, 512, "alignment=64 B", 0)]
    [InlineData(64, 512, "alignment=512 B", 1)]
    [InlineData(64, 960, "alignment=256 B", 0)]
    [InlineData(32, 512, "alignment=64 B", 1)]
    [InlineData(32, 448, "alignment=64 B", 0)]
    public void Each_further_request_is_a_round_trip(int address, int bytes, string key, int further)
    {
        var text = $"li r1, {bytes}\nli r2, {address}\nmemcpy.gdram2nram r0, r2, r1";
        var cost = Io(text, One, $"core.dma.ioDma.{key}") - Io(text, One);
        Assert.InRange(cost - (further * Further), -3, 3 + (3 * further));
    }

    [Theory]
    [InlineData("gdram2nram r0, r2", "r4, r3", 5)]
    [InlineData("nram2gdram r2, r0", "r3, r4", 5)]
    [InlineData("gdram2gdram r5, r2", "r3, r3", 10)]
    [InlineData("nram2nram r5, r0", "r3, r3", 0)]
    public void Each_segment_that_begins_inside_a_unit_pays(string copy, string strides, int misaligned)
    {
        // Ten segments of 64 B, 96 B apart, from address 0 on: every second one begins inside a unit of 64 B.
        var text = $"li r1, 64\nli r2, 0\nli r3, 96\nli r4, 64\nli r5, 32768\nli r6, 10\nmemcpy2d.{copy}, r1, {strides}, r6";
        const string Aligned = "core.dma.ioDma={ alignment: 64 B, outstandingReads: 1, outstandingWrites: 1, misalignedOverhead: ";
        var queue = copy.StartsWith("nram2nram", StringComparison.Ordinal) ? "move" : "io";
        var paid = Duration(text, queue, Aligned + "10000 cycles }") - Duration(text, queue, Aligned + "0 cycles }");

        // A tenth of it after each of ten requests, the last of which is waited for by nobody; a round trip passes meanwhile, at most 800 cycles.
        // Refreshes meet other requests then, which may cost one of 210 ns and its rows.
        var most = misaligned * 10_000 * 9 / 10;
        Assert.InRange(paid, misaligned == 0 ? 0 : most - (9 * 800), most + (misaligned == 0 ? 0 : 400));
    }

    [Theory]
    [InlineData(128, "nram2gdram r2, r0, r1", 0)]
    [InlineData(96, "nram2gdram r2, r0, r1", 300)]
    [InlineData(96, "gdram2nram r0, r2, r1", 300)]
    [InlineData(96, "gdram2gdram r2, r2, r1", 600)]
    public void The_first_request_waits_for_a_beginning_inside_a_unit(int address, string copy, int cycles)
    {
        var text = $"li r1, 64\nli r2, {address}\nmemcpy.{copy}";
        const string Aligned = "core.dma.ioDma={ alignment: 64 B, misalignedOverhead: ";
        Assert.InRange(Io(text, Aligned + "300 cycles }") - Io(text, Aligned + "0 cycles }"), cycles - 2, cycles + 2);
    }

    /// <summary>Contiguous, or segments of at most a chunk: others count requests for each segment once they are cut by rule.</summary>
    private static Gen<string> Copies =>
        from pair in Gen.Elements("gdram2nram", "nram2gdram", "gdram2sram", "sram2gdram")
        from segments in Gen.Elements(1, 7)
        from units in Gen.Choose(1, segments == 1 ? 100 : 8)
        from odd in Gen.Elements(0, 0, 13)
        from gap in Gen.Choose(1, 5)
        select $".kernel k, union1\nmv.sreg r63, %coreid\nbne r63, r0, rest\nli r1, {(units * 64) - odd}\nli r2, 65536\nli r3, {(units + gap) * 64}\nli r4, {segments}\n"
            + $"memcpy2d.{pair} {(pair.EndsWith("gdram", StringComparison.Ordinal) ? "r2, r0" : "r0, r2")}, r1, r3, r3, r4\nrest:\nhalt\n";

    [Fact]
    public void A_boundary_beyond_all_bytes_and_the_alignment_of_bursts_change_nothing_for_segments_that_keep_to_them() => Law.Holds(
        Copies.Zip(Gen.Elements("boundary=32 MiB", "alignment=64 B")), t =>
        {
            var (kernel, key) = t;
            var plain = Bench.Run(kernel, dimX: 2).Device.Simulation;
            Assert.Equal(plain.TraceHash, Bench.Run(kernel, Bench.Chip("toy-mlu", $"core.dma.ioDma.{key}"), dimX: 2).Device.Simulation.TraceHash);
        });

    private static double Io(string body, params string[] overrides) => Duration(body, "io", overrides);

    private static double Duration(string body, string queue, params string[] overrides)
    {
        var recorder = new SpanRecorder();
        var (device, _) = Bench.Run($".kernel k, block\n{body}\nhalt\n", Bench.Chip("toy-mlu", overrides), options: new() { Trace = recorder });
        var track = recorder.Tracks[$"cluster 0 core 0 {queue}"];
        return recorder.Spans.ToArray().Where(span => span.Track == track).Sum(span => span.End - span.Start) / (double)device.Clock.Edge(1);
    }
}
