using System.Text;
using AccelSim.Isa.Simt;
using AccelSim.Traces.Kernels;

namespace AccelSim.Traces.Tests;

public sealed class TraceRoundTripTests
{
    [Fact]
    public void What_is_written_is_read() => Law.Holds(TraceGenerator.Any, model => TraceReading.Read(TraceWriter.Write(model)).SameAs(model), count: 500);

    [Fact]
    public void Line_ends_and_spaces_do_not_matter() => Law.Holds(TraceGenerator.Any, model =>
    {
        var text = TraceWriter.Write(model);
        return TraceReading.Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)).SameAs(model)
            && TraceReading.Read(text.Replace(" \n", "\n", StringComparison.Ordinal).TrimEnd()).SameAs(model);
    }, count: 100);

    [Fact]
    public void The_three_kernels_are_read()
    {
        foreach (var model in new[] { SampleTraces.VectorAdd(5, 256), SampleTraces.FfmaChain(3, 96, 1000), SampleTraces.HmmaTiles(2, 256, 9) })
        {
            Assert.True(TraceReading.Read(TraceWriter.Write(model)).SameAs(model));
        }
    }

    [Fact]
    public void Header_fields_are_read()
    {
        using var reader = TraceReading.Open(Encoding.UTF8.GetBytes(TraceWriter.Write(SampleTraces.VectorAdd(2, 70)).Replace("-cuda stream id = 0", "-cuda stream id = 7\n-something new = a = b", StringComparison.Ordinal)));
        var header = reader.Header;
        Assert.Equal(("_Z6kernelPfS_", 1, new SimtExtent(2, 1, 1), new SimtExtent(70, 1, 1)), (header.Name, header.Id, header.Grid, header.Block));
        Assert.Equal((1024, 32, 80, 7ul, "1.5.5", 4, false), (header.SharedBytes, header.Registers, header.BinaryVersion, header.Stream, header.NvbitVersion, header.TracerVersion, header.HasLineNumbers));
        Assert.Equal((0x7f2000000000ul, 0x7f1e00000000ul, 3), (header.SharedBase, header.LocalBase, header.Warps));
        Assert.Equal(["something new = a = b"], header.Others);
    }

    [Fact]
    public void Generic_addresses_lie_in_a_window()
    {
        var header = new TraceHeader { Name = "k", Grid = new(1, 1, 1), Block = new(1, 1, 1), BinaryVersion = 70, TracerVersion = 4, SharedBase = 0x1000_0000, LocalBase = 0x1100_0000 };
        Assert.Equal(
            [TraceSpace.Global, TraceSpace.Shared, TraceSpace.Shared, TraceSpace.Local, TraceSpace.Local, TraceSpace.Global],
            new ulong[] { 0xfff_ffff, 0x1000_0000, 0x10ff_ffff, 0x1100_0000, 0x117f_ffff, 0x1180_0000 }.Select(header.SpaceOf));
        Assert.Equal(TraceSpace.Shared, (header with { LocalBase = 0 }).SpaceOf(5));
    }

    [Fact]
    public void Code_is_kept_once_however_often_it_runs()
    {
        using var reader = TraceReading.Open(Encoding.UTF8.GetBytes(TraceWriter.Write(SampleTraces.HmmaTiles(3, 256, 20))));
        var block = new TraceBlock();
        var counts = new Dictionary<SimtTiming, int>();
        while (reader.ReadBlock(block))
        {
            for (var warp = 0; warp < block.Warps; warp++)
            {
                foreach (var instruction in block.Warp(warp))
                {
                    var timing = reader.Code.Opcodes[reader.Code[instruction.Code].Opcode].Timing;
                    counts[timing] = counts.GetValueOrDefault(timing) + 1;
                }
            }
        }

        Assert.Equal(12, reader.Code.Instructions);
        Assert.Equal(3 * 8 * 20 * 2, counts[SimtTiming.Tensor]);
        Assert.Equal(3 * 8 * 20 * 2, counts[SimtTiming.Barrier]);
        Assert.Equal(3 * 8 * 20, counts[SimtTiming.MatrixLoad]);
        Assert.Equal(3 * 8, counts[SimtTiming.GlobalStore]);
    }

    [Fact]
    public void An_affine_access_says_so()
    {
        using var reader = TraceReading.Open(Encoding.UTF8.GetBytes(TraceWriter.Write(SampleTraces.VectorAdd(1, 32))));
        var block = new TraceBlock();
        Assert.True(reader.ReadBlock(block));
        Assert.True(block.TryAffine(block.Warp(0)[6], out var first, out var stride));
        Assert.Equal((0x7f0000000000ul, 4L), (first, stride));
        Assert.False(block.TryAffine(block.Warp(0)[0], out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Warp(1).Length);
    }

    [Theory]
    [InlineData("-1", -1)]
    [InlineData("18446744073709551615", -1)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("", 0)]
    public void Immediates_are_signed_or_not(string text, long expected)
    {
        var read = TraceReading.Read(TraceWriter.Header(new TraceModel(1, 32, []))
            + $"#BEGIN_TB\nthread block = 0,0,0\nwarp = 0\ninsts = 1\n0000 00000001 0 DEPBAR.LE 0 0 {text}\n#END_TB");
        Assert.Equal(expected, read.Blocks[0].Warps[0][0].Immediate);
    }

    [Fact]
    public void A_warp_may_be_left_out_and_a_block_come_in_any_order()
    {
        var read = TraceReading.Read(TraceWriter.Header(new TraceModel(2, 64, []))
            + "#BEGIN_TB\nthread block = 1,0,0\ncluster id = 0,0,0\nwarp = 1\ninsts = 1\n0000 00000001 0 EXIT 0 0 0 \n#END_TB\n#BEGIN_TB\nthread block = 0,0,0\n#END_TB\n");
        Assert.Equal([1, 0], read.Blocks.Select(block => block.X));
        Assert.Equal([0, 1], read.Blocks[0].Warps.Select(warp => warp.Length));
    }
}
