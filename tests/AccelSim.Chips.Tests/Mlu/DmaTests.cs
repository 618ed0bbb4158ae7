using AccelSim.Chips.Mlu;
using AccelSim.Engine;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>
/// Single transfers on toy-mlu against arithmetic by hand. Its numbers: 1 GHz; I/O engine start 100 cycles, requests of 512 B, 64 B/cycle,
/// acknowledge 300; port 128 B/cycle, 60 cycles each way; move engine start 50 cycles, 128 B/cycle; SRAM 4 banks of 64 B, latency 20;
/// LPDDR5 at 800 MHz: tRCD 15, tCL 17, tRRD_S 4, 2 ticks per 32 B burst, bursts alternate over two banks; controller 60 ns.
/// Device-memory times are checked to 2 cycles: they begin on an edge of another clock.
/// </summary>
public class DmaTests
{
    // First read of 64 B: the second of two banks is activated tRRD_S later, by two commands: (4 + 1 + 15 + 17 + 2) * 1.25 ns = 48.75 ns, and the controller.
    private const double ColdRead = 48.75 + 60;

    // 64 B of open rows: two columns, (2 + 17 + 2) * 1.25 ns.
    private const double OpenRead = 26.25 + 60;

    // Of a union only the first core works.
    private const string First = "mv.sreg r63, %coreid\nbne r63, r0, rest\n";

    [Fact]
    public void One_read_takes_start_both_ways_memory_and_one_cycle_at_the_port() =>
        Near(100 + 60 + ColdRead + 60 + 1, Io("li r1, 64\nmemcpy.gdram2nram r0, r0, r1"));

    [Theory]
    [InlineData(512, 1)]
    [InlineData(513, 2)]
    [InlineData(1024, 2)]
    [InlineData(1025, 3)]
    public void A_read_is_cut_into_chunks_and_with_one_outstanding_each_makes_its_own_round_trip(int bytes, int requests)
    {
        // A whole chunk: 16 bursts of 2 ticks and the way through the port, 512 / 128; the last request may be a single line. Each KiB lies on
        // another channel, whose rows are closed at first.
        var chip = Bench.Chip("toy-mlu", "core.dma.ioDma.outstandingReads=1");
        var whole = bytes / 512;
        var opened = (bytes + 1023) / 1024 * (ColdRead - OpenRead);
        var expected = 100 + opened + (whole * (60 + (((15 * 2) + 17 + 2) * 1.25) + 60 + 60 + 4)) + ((requests - whole) * (60 + OpenRead + 60 + 1));
        Assert.InRange(Io($"li r1, {bytes}\nmemcpy.gdram2nram r0, r0, r1", chip) - expected, -3, 3 + requests);
    }

    [Fact]
    public void Cuts_fall_on_bursts_so_that_none_is_read_or_written_twice()
    {
        // 4096 bytes from address 32 touch 65 lines of 64 B. With one request of 512 B outstanding, the first ends after 480.
        const string Text = "li r1, 4096\nli r2, 32\nmemcpy.gdram2nram r0, r2, r1\nli r2, 65568\nmemcpy.nram2gdram r2, r0, r1";
        var (device, _) = Bench.Run($".kernel k, block\n{Text}\nhalt\n", Bench.Chip("toy-mlu", "core.dma.ioDma.outstandingReads=1"));
        Assert.Equal(65 * 64, device.Dram.BytesRead);
        Assert.Equal(65 * 64, device.Dram.BytesWritten);
        Assert.Equal(2 * 64, device.Dram.BytesReadToModify);
    }

    [Fact]
    public void A_posted_write_ends_when_it_is_accepted_and_a_blocking_one_an_acknowledge_later()
    {
        // Start, engine, port with its latency, controller.
        const double Posted = 100 + 1 + 60 + 1 + 60;
        Near(Posted, Io("li r1, 64\nmemcpy.nram2gdram.async r0, r0, r1"));
        Near(Posted + 300, Io("li r1, 64\nmemcpy.nram2gdram r0, r0, r1"));
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(32, 32)]
    [InlineData(8, 48)]
    public void A_write_of_part_of_a_line_reads_the_line_first(int address, int bytes)
    {
        // The line is read from closed rows (47.5 ns) before the write is accepted.
        var text = $"li r1, {bytes}\nli r2, {address}\nmemcpy.nram2gdram.async r2, r0, r1";
        Near(100 + 1 + 60 + 1 + 47.5 + 60, Io(text));
        var (device, _) = Bench.Run($".kernel k, block\n{text}\nhalt\n");
        Assert.Equal((64, 64, 0), (device.Dram.BytesReadToModify, device.Dram.BytesWritten, device.Dram.BytesRead));
        Assert.True(device.SettleLedgers().Sum(ledger => ledger[Cause.ReadModifyWrite]) > 0);
    }

    [Fact]
    public void A_memory_that_masks_bytes_does_not_read_first()
    {
        const string Text = "li r1, 32\nmemcpy.nram2gdram.async r0, r0, r1";
        Near(100 + 1 + 60 + 1 + 60, Io(Text, Bench.Chip("toy-mlu", "dram.readModifyWrite=false")));
    }

    [Theory]
    [InlineData("nram2nram r0, r2", 128, 50 + 1)]
    [InlineData("nram2nram r0, r2", 4097, 50 + 33)]
    [InlineData("nram2wram r0, r2", 4096, 50 + 32)]
    public void A_copy_inside_the_core_takes_its_start_and_its_width(string copy, int bytes, int cycles) =>
        Assert.Equal(cycles, Duration($"li r1, {bytes}\nli r2, 8192\nmemcpy.{copy}, r1", "move"));

    [Fact]
    public void A_strided_copy_inside_the_core_pays_for_each_segment()
    {
        // 16 segments at 2 cycles each and 16 x 64 B at 128 B/cycle.
        Assert.Equal(50 + 32 + 8, Duration("li r1, 64\nli r2, 8192\nli r3, 256\nli r4, 16\nmemcpy2d.nram2nram r0, r2, r1, r1, r3, r4", "move"));
    }

    [Theory]
    [InlineData(256, 50 + 1 + 20)] // one cycle of all four banks and the latency; the engine's 2 cycles pass meanwhile
    [InlineData(1024, 50 + 4 + 20)] // one packet
    [InlineData(8192, 50 + 64)] // 8 packets of 1 KiB: SRAM delivers the last after 32 + 20 cycles, the engine needs 8 for each
    public void A_read_of_SRAM_is_bound_by_its_latency_or_by_the_engine(int bytes, int cycles) =>
        Assert.Equal(cycles, Duration($"li r1, {bytes}\nmemcpy.sram2nram r0, r0, r1", "move", "union1"));

    [Fact]
    public void A_gather_reads_whole_lines_and_pays_for_its_pieces()
    {
        // 128 pieces of 8 B are 128 lines of 64 B. An eighth of the 32 outstanding requests of 512 B travels together: 4 packets of 2 KiB with 32
        // pieces each. Pieces cost 16 cycles, so a packet follows 32 x 16 = 512 cycles after the one before. The rows that the first opened stay open
        // (2 KiB on each of two channels, in two banks each): the last packet is 1 KiB, 32 bursts, from each channel, then comes the controller, and
        // 2 KiB at 128 B/cycle through the port.
        const double LastPacket = (((31 * 2) + 17 + 2) * 1.25) + 60;
        Near(100 + (3 * 512) + 60 + LastPacket + 60 + 16, Io("li r1, 8\nli r2, 128\nli r3, 32768\ngather.gdram r0, r0, r3, r1, r2"));

        // One piece is one read of a line; of SRAM, one cycle and the latency after the start of the other engine.
        Near(100 + 60 + ColdRead + 60 + 1, Io("li r1, 8\nli r2, 1\nli r3, 32768\ngather.gdram r0, r0, r3, r1, r2"));
        Assert.Equal(50 + 1 + 20, Duration("li r1, 8\nli r2, 1\nli r3, 32768\ngather.sram r0, r0, r3, r1, r2", "move", "union1"));
    }

    [Fact]
    public void A_scatter_waits_for_its_acknowledge()
    {
        // Start, one line through engine and port, controller; acknowledge unless asynchronous.
        const string Scatter = "li r1, 8\nli r2, 1\nli r3, 32768\nscatter.gdram{0} r0, r0, r3, r1, r2";
        Near(100 + 1 + 60 + 1 + 60, Io(Scatter.Replace("{0}", ".async", StringComparison.Ordinal)));
        Near(100 + 1 + 60 + 1 + 60 + 300, Io(Scatter.Replace("{0}", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_atomic_reads_device_memory_and_writes_it_back()
    {
        // 16 floats are one line: start, request through the network, read of closed rows with the controller, answer through network and engine
        // (1 cycle), back through the port (1 cycle and the way), accepted by the controller; atomics have no .async, so the acknowledge of 300.
        const string Line = "li r1, 16\nli r2, 4096\natomic.add.f32 r2, r0, r0, r1";
        Near(100 + 60 + ColdRead + 60 + 1 + 1 + 60 + 60 + 300, Io(Line));

        // Half a line is read, and read again to merge the rest before it is written: by then its rows are open.
        var half = Io(Line.Replace("16", "8", StringComparison.Ordinal));
        Near(100 + 60 + ColdRead + 60 + 1 + 1 + 60 + OpenRead + 300, half);
    }

    private static void Near(double expected, double cycles) => Assert.InRange(cycles - expected, -2, 2);

    private static double Io(string body, Machine.Mlu.MluChip? chip = null) => Duration(body, "io", chip: chip);

    /// <summary>Cycles of the first instruction in a queue of the first core, from its span in the trace.</summary>
    private static double Duration(string body, string queue, string kind = "block", Machine.Mlu.MluChip? chip = null)
    {
        var recorder = new SpanRecorder();
        var (device, _) = Bench.Run($".kernel k, {kind}\n{First}{body}\nrest:\nhalt\n", chip, kind == "block" ? 1 : 2, options: new MluDeviceOptions { Trace = recorder });
        var track = recorder.Tracks[$"cluster 0 core 0 {queue}"];
        var span = recorder.Spans.ToArray().First(span => span.Track == track);
        return (span.End - span.Start) / (double)device.Clock.Edge(1);
    }
}
