namespace AccelSim.Functional.Tests.Mlu;

public sealed class MluScalarUnitTests
{
    [Theory]
    [InlineData("li r1, bf16(1.0625)\nli r2, 0x0d80\nffma.bf16 r40, r1, r1, r2", 0x3f91)] // a tie plus 2^-100 goes up: one rounding
    [InlineData("li r1, bf16(1.0625)\nffma.bf16 r40, r1, r1, r0", 0x3f90)] // the tie itself goes to even
    [InlineData("li r1, (1 << 60) + (1 << 36) + 1\ni2f.f32 r40, r1", 0x5d800001)] // just above a tie
    [InlineData("li r1, (1 << 60) + (1 << 36)\ni2f.f32 r40, r1", 0x5d800000)]
    [InlineData("li r1, f32(-7.9)\nf2i.f32 r40, r1", -7)]
    [InlineData("li r1, 0x7fc00000\nf2i.f32 r40, r1", 0)]
    [InlineData("li r1, f32(1e30)\nf2i.f32 r40, r1", long.MaxValue)]
    [InlineData("li r1, -9223372036854775807 - 1\ndiv r40, r1, -1", long.MinValue)]
    [InlineData("li r1, -7\nrem r40, r1, 2", -1)]
    [InlineData("li r1, 5\ndiv r40, r1, 0", 0)]
    [InlineData("li r1, 5\nrem r40, r1, 0", 5)]
    [InlineData("li r1, -2\nst.nram.i16 r1, [r0 + 2]\nld.nram.u16 r40, [r0 + 2]", 0xfffe)]
    [InlineData("li r1, -2\nst.nram.i16 r1, [r0 + 2]\nld.nram.i16 r40, [r0 + 2]", -2)]
    [InlineData("li r0, 9\nadd r40, r0, 1", 1)]
    [InlineData("li r40, 0\ncall r3, there\nadd r40, r40, 1\njump end\nthere:\nli r40, 10\njr r3\nend:", 11)]
    public void Scalar_instructions_give_their_values(string body, long expected)
    {
        var core = new TestCore();
        core.Run(body);
        Assert.Equal(expected, core.State.Gpr[40]);
    }
}
