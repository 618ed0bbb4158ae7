using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Laws of any copy between a core and device memory.</summary>
public class TransferLawTests
{
    private static Gen<Copy> Copies =>
        from write in Gen.Elements(false, true)
        from bytes in Gen.Choose(1, 3000)
        from segments in Gen.Choose(1, 12)
        from gap in Gen.Elements(0, 1, 17, 64, 1000, 4096)
        from address in Gen.Choose(0, 5000)
        from near in Gen.Elements(0, 3, 128)
        select new Copy(write, bytes, segments, bytes + gap, address, bytes + near);

    private static Gen<string[]> Engines => Gen.SubListOf(
        "core.dma.ioDma.outstandingReads=1", "core.dma.ioDma.outstandingWrites=3", "core.dma.ioDma.chunk=256 B", "dram.channels=8",
        "core.dma.ioDma.boundary=1 KiB", "core.dma.ioDma.alignment=64 B", "network.clusterPort.combined=160 B/cycle").Select(list => list.ToArray());

    [Fact]
    public void Bytes_moved_are_the_bytes_asked_for_plus_whole_lines_of_each_segment() => Law.Holds(Copies.Zip(Engines), t =>
    {
        var (copy, overrides) = t;
        var (device, run) = Bench.Run(copy.Kernel, Bench.Chip("toy-mlu", overrides));
        device.Dram.Flush();
        var asked = copy.Bytes * copy.Segments;
        Assert.Equal(copy.Write ? (0, asked) : (asked, 0), (device.CoreCounters.DramReadBytes, device.CoreCounters.DramWriteBytes));
        var (lines, partial) = copy.Lines();
        Assert.Equal(copy.Write ? (0, 64 * lines, 64 * partial) : (64 * lines, 0, 0),
            (device.Dram.BytesRead, device.Dram.BytesWritten, device.Dram.BytesReadToModify));

        // What the channels did is what the memory was asked for, burst by burst.
        var channels = device.Dram.Counters.ToList();
        var burst = device.Dram.Config.BurstBytes;
        Assert.Equal(device.Dram.BytesRead + device.Dram.BytesReadToModify, channels.Sum(channel => channel.Reads) * burst);
        Assert.Equal(device.Dram.BytesWritten, channels.Sum(channel => channel.Writes) * burst);
    });

    /// <summary>
    /// A line that is written in part is read first, and posted writes may just have begun to go out when that read comes: it waits for the
    /// turn of the bus to reading (CWL 9 + burst 2 + tWTR_L 10) and the writes for the turn back (12), ticks of 1.25 ns, in each channel once.
    /// </summary>
    [Fact]
    public void A_wider_port_makes_a_copy_alone_slower_by_no_more_than_the_turns_of_the_bus() => Law.Holds(Copies.Zip(Gen.Elements(4, 16, 24, 64)), t =>
    {
        var (copy, width) = t;
        long Time(int times) => End(copy, $"network.clusterPort.read={width * times} B/cycle", $"network.clusterPort.write={width * times} B/cycle");
        var turns = copy.Write ? (9 + 2 + 10 + 12) * 1_250_000L : 0;
        Assert.True(Time(2) <= Time(1) + turns, $"{Time(2)} > {Time(1)}");
    });

    [Fact]
    public void A_wider_SRAM_or_engine_never_makes_a_copy_alone_slower() => Law.Holds(Copies, copy =>
    {
        long Time(int banks, int width) => Bench.Run(copy.OverSram, Bench.Chip("toy-mlu", $"sram.banks={banks}", $"core.dma.moveDma.paths.sram->nram={width} B/cycle"), dimX: 2).Run.End;
        Assert.True(Time(8, 64) <= Time(4, 64));
        Assert.True(Time(4, 128) <= Time(4, 64));
    }, count: 60);

    /// <summary>
    /// With more channels the last block may meet closed rows where with fewer the rows were open, so the law holds up to opening one row in
    /// each of two banks: tRRD_S 4 + tRCD 15 ticks of 1.25 ns. It is no law for writes: a channel that has been idle for a while begins to write
    /// what was posted, and with more channels one may begin just before the last line needs it.
    /// </summary>
    [Fact]
    public void More_channels_make_a_contiguous_read_alone_slower_by_no_more_than_opening_its_last_rows() => Law.Holds(Copies.Zip(Gen.Elements(1, 2, 4)), t =>
    {
        var (copy, channels) = t;
        var read = copy with { Write = false, Bytes = copy.Bytes * copy.Segments, Segments = 1 };
        long Time(int times) => End(read, $"dram.channels={channels * times}");
        Assert.True(Time(2) <= Time(1) + (19 * 1_250_000), $"{Time(2)} > {Time(1)}");
    });

    private static long End(Copy copy, params string[] overrides) => Bench.Run(copy.Kernel, Bench.Chip("toy-mlu", overrides)).Run.End;

    /// <summary>One strided copy: segments of bytes at a distance in device memory, and at another in NRAM.</summary>
    private sealed record Copy(bool Write, int Bytes, int Segments, int Distance, int Address, int Near)
    {
        private string Registers => $"li r2, {Address}\nli r3, {Bytes}\nli r4, {Distance}\nli r5, {Near}\nli r6, {Segments}\n";

        public string Kernel => $".kernel k, block\n{Registers}memcpy2d.{(Write ? "nram2gdram r2, r0, r3, r4, r5, r6" : "gdram2nram r0, r2, r3, r5, r4, r6")}\nhalt\n";

        public string OverSram => $".kernel k, union1\n{Registers}memcpy2d.sram2nram r0, r2, r3, r5, r4, r6\nhalt\n";

        /// <summary>Lines of 64 B that each segment touches, and those of them it covers in part, by walking.</summary>
        public (long Lines, long Partial) Lines()
        {
            var (bytes, segments) = Distance == Bytes ? (Bytes * Segments, 1) : (Bytes, Segments);
            var lines = 0L;
            var partial = 0L;
            for (var segment = 0; segment < segments; segment++)
            {
                var from = Address + (segment * Distance);
                for (var line = from / 64 * 64; line < from + bytes; line += 64)
                {
                    lines++;
                    partial += line < from || line + 64 > from + bytes ? 1 : 0;
                }
            }

            return (lines, partial);
        }
    }
}
