using AccelSim.Chips.Mlu;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>
/// Bytes that a transfer of any kind moves: those asked for, and, where a side is in device memory, the rest of every minimum burst that a segment
/// touches; a burst that is written in part is read first where the memory cannot mask bytes.
/// </summary>
public class MovedBytesLawTests
{
    private static readonly string[] Pairs =
    [
        "gdram2nram", "nram2gdram", "ldram2nram", "nram2ldram", "gdram2wram", "wram2gdram", "ldram2wram", "wram2ldram", "gdram2sram", "sram2gdram",
        "ldram2sram", "sram2ldram", "gdram2gdram", "gdram2ldram", "ldram2gdram", "ldram2ldram", "nram2nram", "nram2wram", "sram2nram", "nram2sram", "sram2sram",
    ];

    private static Gen<Side> Sides =>
        from address in Gen.Choose(0, 3000)
        from innerGap in Gen.Elements(0, 0, 1, 17, 64, 500)
        from outerGap in Gen.Elements(0, 0, 3, 64, 1000)
        select new Side(address, innerGap, outerGap);

    private static Gen<Transfer> Copies =>
        from pair in Gen.Elements(Pairs)
        from dimensions in Gen.Choose(1, 3)
        from bytes in Gen.Choose(1, 700)
        from inner in Gen.Choose(1, 6)
        from outer in Gen.Choose(1, 4)
        from source in Sides
        from destination in Sides
        select Transfer.Copy(pair, dimensions, bytes, inner, outer, source, destination);

    private static Gen<Transfer> Fills =>
        from space in Gen.Elements("gdram", "ldram", "nram", "sram")
        from type in Gen.Elements(("i8", 1), ("f16", 2), ("f32", 4), ("i64", 8))
        from count in Gen.Choose(1, 700)
        from segments in Gen.Choose(1, 6)
        from side in Sides
        select Transfer.Fill(space, type.Item1, type.Item2, count, segments, side);

    private static Gen<Transfer> Pieces =>
        from gather in Gen.Elements(false, true)
        from space in Gen.Elements("gdram", "sram")
        from bytes in Gen.Choose(1, 300)
        from count in Gen.Choose(1, 60)
        from address in Gen.Choose(0, 5000)
        select Transfer.Pieces(gather, space, bytes, count, address);

    private static Gen<Transfer> Atomics =>
        from reduce in Gen.Elements(false, true)
        from type in Gen.Elements(("i16", 2), ("f32", 4))
        from count in Gen.Choose(1, 700)
        from address in Gen.Choose(0, 5000)
        select Transfer.Atomic(reduce, type.Item1, type.Item2, count, address);

    private static Gen<(string[] Overrides, int Burst, bool Masks)> Memories =>
        from engine in Gen.SubListOf("core.dma.ioDma.outstandingReads=1", "core.dma.ioDma.outstandingWrites=3", "core.dma.ioDma.chunk=256 B", "dram.channels=4",
            "core.dma.ioDma.boundary=512 B", "core.dma.ioDma.alignment=128 B")
        from burst in Gen.Elements(32, 64, 128)
        from masks in Gen.Elements(false, true)
        select ((string[])[.. engine, $"dram.minimumBurst={burst} B", $"dram.readModifyWrite={(masks ? "false" : "true")}"], burst, masks);

    [Fact]
    public void Copies_move_what_was_asked_and_whole_bursts_of_each_segment() => Holds(Copies);

    [Fact]
    public void Fills_move_what_was_asked_and_whole_bursts_of_each_segment() => Holds(Fills);

    [Fact]
    public void Gather_and_scatter_move_whole_bursts_for_each_piece() => Holds(Pieces);

    [Fact]
    public void Atomics_read_and_write_the_bursts_of_their_elements() => Holds(Atomics);

    [Fact]
    public void Pieces_at_the_end_of_memory_stay_inside()
    {
        // 5000 lines are more than the private memories that follow GDRAM in 4 MiB.
        var chip = Bench.Chip("toy-mlu", "dram.capacity=4 MiB");
        var sizes = MluMemoryMap.Sizes(chip);
        var (device, _) = Bench.Run($".kernel k, block\nli r1, 1\nli r2, 5000\nli r3, {sizes.Gdram - 1}\nli r4, 8192\ngather.gdram r0, r3, r4, r1, r2\nscatter.gdram r3, r0, r4, r1, r2\nhalt\n", chip);
        Assert.Equal((5000 * 64, 5000 * 64), (device.Dram.BytesRead, device.Dram.BytesWritten));
    }

    private static void Holds(Gen<Transfer> transfers) => Law.Holds(transfers.Zip(Memories), t =>
    {
        var (transfer, (overrides, burst, masks)) = t;
        var (device, run) = Bench.Run(transfer.Kernel, Bench.Chip("toy-mlu", overrides), dimX: 4);
        device.Dram.Flush();
        var (read, _) = Bursts(transfer.Read(burst), burst);
        var (written, partial) = Bursts(transfer.Written(burst), burst);
        Assert.Equal((transfer.Read(burst).Sum(s => s.Bytes), transfer.Written(burst).Sum(s => s.Bytes)), (device.CoreCounters.DramReadBytes, device.CoreCounters.DramWriteBytes));
        Assert.Equal((read * burst, written * burst, masks ? 0 : partial * burst), (device.Dram.BytesRead, device.Dram.BytesWritten, device.Dram.BytesReadToModify));
    });

    /// <summary>Bursts that segments touch, and those of them that they cover in part, by walking.</summary>
    private static (long Touched, long Partial) Bursts(IEnumerable<Segment> segments, int burst)
    {
        var (touched, partial) = (0L, 0L);
        foreach (var (address, bytes) in segments)
        {
            for (var at = address / burst * burst; at < address + bytes; at += burst)
            {
                touched++;
                partial += at < address || at + burst > address + bytes ? 1 : 0;
            }
        }

        return (touched, partial);
    }

    private readonly record struct Segment(long Address, long Bytes);

    /// <summary>Where one side begins, and how far its segments and its rows of segments are apart; neighbours without a gap are one.</summary>
    private readonly record struct Side(int Address, int InnerGap, int OuterGap)
    {
        public int Inner(int bytes) => bytes + InnerGap;

        public int Outer(int bytes, int inner) => (inner * Inner(bytes)) + OuterGap;

        public Segment[] Segments(int bytes, int inner, int outer)
        {
            var side = this;
            var rows = Enumerable.Range(0, outer).Select(row => side.Address + (row * side.Outer(bytes, inner))).ToArray();
            var dense = InnerGap == 0 || inner == 1;
            return dense && inner * bytes == Outer(bytes, inner) ? [new Segment(Address, (long)bytes * inner * outer)]
                : dense ? [.. rows.Select(row => new Segment(row, bytes * inner))]
                : [.. rows.SelectMany(row => Enumerable.Range(0, inner).Select(i => new Segment(row + (i * side.Inner(bytes)), bytes)))];
        }
    }

    /// <summary>A kernel of one transfer, and the segments of device memory that it reads and writes.</summary>
    private sealed record Transfer(string Kernel, Func<int, Segment[]> Read, Func<int, Segment[]> Written)
    {
        public static Transfer Copy(string pair, int dimensions, int bytes, int inner, int outer, Side source, Side destination)
        {
            (inner, outer) = dimensions switch { 1 => (1, 1), 2 => (inner, 1), _ => (inner, outer) };
            var spaces = pair.Split('2');
            destination = spaces[0] == spaces[1] ? destination with { Address = destination.Address + 32768 } : destination;
            int[] to = [destination.Inner(bytes), inner, destination.Outer(bytes, inner), outer];
            int[] from = [source.Inner(bytes), inner, source.Outer(bytes, inner), outer];
            int[] operands = dimensions switch
            {
                1 => [destination.Address, source.Address, bytes],
                2 => [destination.Address, source.Address, bytes, to[0], from[0], inner],
                _ => [destination.Address, source.Address, bytes, .. to, .. from, 0],
            };
            return new Transfer(
                Text($"memcpy{(dimensions == 1 ? "" : $"{dimensions}d")}.{pair}", operands),
                _ => IsDevice(spaces[0]) ? source.Segments(bytes, inner, outer) : [], _ => IsDevice(spaces[1]) ? destination.Segments(bytes, inner, outer) : []);
        }

        public static Transfer Fill(string space, string type, int size, int count, int segments, Side side)
        {
            var written = side.Segments(size * count, segments, 1);
            return new Transfer(Text($"fill2d.{space}.{type}", [side.Address, 0, count, side.Inner(size * count), segments]), _ => [], _ => IsDevice(space) ? written : []);
        }

        public static Transfer Pieces(bool gather, string space, int bytes, int count, int address)
        {
            Segment[] Whole(int burst) => [new Segment(address / burst * burst, (bytes + burst - 1) / burst * burst * count)];
            Func<int, Segment[]> none = _ => [];
            Func<int, Segment[]> far = space == "gdram" ? Whole : none;
            return gather
                ? new Transfer(Text($"gather.{space}", [0, address, 32768, bytes, count]), far, none)
                : new Transfer(Text($"scatter.{space}", [address, 0, 32768, bytes, count]), none, far);
        }

        public static Transfer Atomic(bool reduce, string type, int size, int count, int address)
        {
            Segment[] Both(int burst) => [new Segment(address, size * count)];
            return new Transfer(reduce ? Text($"atomic.reduce.add.{type}", [address, 0, count]) : Text($"atomic.add.{type}", [8192, address, 0, count]), Both, Both);
        }

        public override string ToString() => Kernel;

        private static bool IsDevice(string space) => space is "gdram" or "ldram";

        private static string Text(string mnemonic, int[] operands) =>
            $".kernel k, union2\nmv.sreg r1, %taskid\nbne r1, r0, done\n{string.Concat(operands.Select((value, i) => $"li r{10 + i}, {value}\n"))}"
            + $"{mnemonic} {string.Join(", ", operands.Select((_, i) => $"r{10 + i}"))}\ndone:\nhalt\n";
    }
}
