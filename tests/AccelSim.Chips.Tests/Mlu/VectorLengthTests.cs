using AccelSim.Engine;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Chips before architecture 300 take vectors of whole 128-byte rows only.</summary>
public class VectorLengthTests
{
    private const string Registers = "li r1, 4096\nli r2, 8192\nli r3, 12288\nli r6, 128\n";

    [Theory]
    [InlineData("vadd.f32 r1, r2, r3, r5", 33, "n", 64)]
    [InlineData("vadd.f32 r1, r2, r3, r5", 1, "n", 32)]
    [InlineData("vmul.f16 r1, r2, r3, r5", 96, "n", 128)]
    [InlineData("vbxor.i8 r1, r2, r3, r5", 64, "n", 128)]
    [InlineData("vmul.s.f32 r1, r2, r6, r5", 100, "n", 128)]
    [InlineData("vexp.f32 r1, r2, r5", 31, "n", 32)]
    [InlineData("vsel.i16 r1, r2, r3, r1, r5", 63, "n", 64)]
    [InlineData("vfma.f32 r1, r2, r3, r1, r5", 48, "n", 64)]
    [InlineData("vredsum.f32 r1, r2, r5", 33, "n", 64)]
    [InlineData("vcount.f32 r7, r2, r5", 33, "n", 64)]
    [InlineData("vfilter.f32 r7, r1, r2, r3, r5", 33, "n", 64)]
    [InlineData("vcadd.f32 r1, r2, r3, r6, r5", 16, "segment_n", 32)]
    [InlineData("vcadd.f32 r1, r2, r3, r5, r6", 130, "n", 160)]
    [InlineData("cvt.f16.f32.rn r1, r2, r5, r0", 48, "n", 64)]
    public void A_length_that_leaves_a_row_part_empty_is_refused_with_place_and_remedy(string instruction, int length, string operand, int padded)
    {
        var body = $".kernel k, block\n{Registers}li r5, {length}\n{instruction}\nhalt\n";
        foreach (var name in (string[])["mlu270-s4", "mlu290-m5"])
        {
            var chip = Bench.Chip(name);
            var error = Assert.Throws<SimulationException>(() => Bench.Run(body, chip));
            Assert.Equal("cluster 0 core 0", error.Component);
            Assert.Contains($"operand '{operand}' of {length}", error.Message, StringComparison.Ordinal);
            Assert.Contains($"which {chip.Name} needs as it lacks 'anyVectorLength'", error.Message, StringComparison.Ordinal);
            Assert.Contains($"to {padded},", error.Message, StringComparison.Ordinal);
            Assert.Contains($"k+5 (line 7): {instruction}", error.Message, StringComparison.Ordinal);
            Bench.Run(body.Replace($"li r5, {length}\n", $"li r5, {padded}\n", StringComparison.Ordinal), chip);
        }

        Assert.True(Bench.Run(body, Bench.Chip("mlu370-x4")).Run.Completed);
        Assert.True(Bench.Run(body, Bench.Chip("mlu590-h8")).Run.Completed);
    }

    [Theory]
    [InlineData("vadd.f32 r1, r2, r3, r0")] // nothing to do
    [InlineData("cvt.i8.f32.rn r1, r2, r5, r0")] // 32 elements are a row of the source
    [InlineData("maxpool.f32 r1, r2, r8, r8, r8, r8, r8, r8, r8")] // windows and shapes are no vector lengths
    [InlineData("transpose.f32 r1, r2, r8, r8")]
    [InlineData("nhwc2nchw.f32 r1, r2, r8, r8, r8, r8")]
    [InlineData("memcpy.nram2nram r1, r2, r8")] // nor is what other units do
    [InlineData("fill.nram.f32 r1, r0, r8")]
    [InlineData("vlut.f32 r1, r2, r3, r5, r8")] // a table is looked up, not streamed
    public void What_fills_rows_or_is_no_vector_is_taken_by_every_chip(string instruction)
    {
        var body = $".kernel k, block\n{Registers}li r5, 32\nli r8, 3\n{instruction}\nhalt\n";
        Assert.All((string[])["mlu270-s4", "mlu290-m5", "mlu370-x4"], name => Assert.True(Bench.Run(body, Bench.Chip(name)).Run.Completed));
    }

    [Fact]
    public void The_chip_file_decides()
    {
        const string Body = ".kernel k, block\nli r5, 33\nvabs.f32 r0, r0, r5\nhalt\n";
        Assert.True(Bench.Run(Body, Bench.Chip("mlu290-m5", $"capabilities=[{MluCapabilities.AnyVectorLength}]")).Run.Completed);
        Assert.Throws<SimulationException>(() => Bench.Run(Body, Bench.Chip("mlu370-x4", "capabilities=[bf16]")));
    }

    [Fact]
    public void An_instruction_that_is_not_executed_is_not_refused()
    {
        const string Body = ".kernel k, block\nli r5, 33\nbeq r0, r0, done\nvabs.f32 r0, r0, r5\ndone:\nhalt\n";
        Assert.True(Bench.Run(Body, Bench.Chip("mlu270-s4")).Run.Completed);
    }
}
