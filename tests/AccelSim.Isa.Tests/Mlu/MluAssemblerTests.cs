using AccelSim.Isa.Assembly;
using AccelSim.Isa.Mlu;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Mlu;

public sealed class MluAssemblerTests
{
    private const string Sample = """
        .equ TILE, 16K
        .buffer a, f32, 1M, ramp
        .kernel scale, block
        .param src, count
        .reg base, r7
            ld.param base, src
            li r1, TILE * 2 + 1
            li r2, f32(-1.5)
        again:
            memcpy.gdram2nram.async r0, base, r1
            sync.io.compute
            vmul.s.f32 r0, r0, r2, r1
            sub r1, r1, 1
            blt r0, r1, again
        .end
        .launch scale, 4, 2 (a + 64, 1M) union1 repeat 3
        """;

    [Fact]
    public void Assembles_kernels_buffers_and_launches()
    {
        var program = MluAssembler.Assemble(Sample);
        var kernel = Assert.Single(program.Kernels);
        Assert.Equal(["src", "count"], kernel.Parameters);
        Assert.Equal(9, kernel.Instructions.Length);
        Assert.Equal(MluOpcode.Halt, kernel.Instructions[^1].Opcode);
        Assert.Equal(32769, kernel.Instructions[1].Immediate);
        Assert.Equal(BitConverter.SingleToInt32Bits(-1.5f), (int)kernel.Instructions[2].Immediate);
        Assert.Equal(3, kernel.Instructions[7].Immediate);
        Assert.Equal(MluSyncMask.Io | MluSyncMask.Compute, kernel.Instructions[4].SyncMask);
        var launch = Assert.Single(program.Launches);
        Assert.Equal((4, 2, 1, 3), (launch.DimX, launch.DimY, launch.DimZ, launch.Repeat));
        Assert.Equal(new LaunchArgument("a", 64), launch.Arguments[0]);
        Assert.Equal(1 << 20, launch.Arguments[1].Value);
    }

    [Fact]
    public void Disassembly_assembles_to_the_same_instructions() =>
        Law.Holds(InstructionGenerator.Program, program =>
        {
            var text = ".kernel k, block\n" + MluDisassembler.FormatBody(program);
            Assert.Equal(program, MluAssembler.Assemble(text).Kernels[0].Instructions);
        }, count: 400);

    [Theory]
    [InlineData("jump nowhere", "2:6", "label 'nowhere' is not defined")]
    [InlineData("add r1, r2, r64", "out of range")]
    [InlineData("add r1 r2, r3", "expected ','")]
    [InlineData("frob r1", "unknown instruction 'frob'")]
    [InlineData("vadd.f64 r1, r2, r3, r4", "needs a data type")]
    [InlineData("ld.nram.f32 r1, [r2 + 3]", "misaligned")]
    [InlineData("ld.nram.f32 r1, [r0 + 6]", "address 6 is misaligned")]
    [InlineData("ld.param r1, 300", "out of range")]
    [InlineData("li r1, 99999999999999999999", "64-bit integer")]
    [InlineData("li r1, (1", "expected ')'")]
    [InlineData("li r1, UNKNOWN", "not a defined constant")]
    [InlineData("li r1, 1/0", "division by zero")]
    [InlineData("mv.sreg r1, %speed", "not a special register")]
    [InlineData("memcpy.wram2sram2 r1, r2, r3", "needs a memory pair")]
    [InlineData("sync.dma", "has no suffix '.dma'")]
    [InlineData("nop $", "unexpected character")]
    [InlineData("nop nop", "unexpected 'nop'")]
    public void Errors_name_line_and_problem(string line, params string[] expected)
    {
        var problem = Assert.Throws<AssemblyException>(() => MluAssembler.Assemble(".kernel k, block\n" + line, "test.asm"));
        Assert.StartsWith("test.asm:2:", problem.Message, StringComparison.Ordinal);
        Assert.All(expected, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_are_reported_in_order()
    {
        var problem = Assert.Throws<AssemblyException>(() => MluAssembler.Assemble("nop\n.kernel k, block\njump x\nli r1, y\n.kernel k, block\n.launch q, 1 ()\n.buffer b, f99, 3\n.frob"));
        Assert.Equal([1, 3, 4, 5, 6, 7, 8], problem.Errors.Select(error => error.Line));
    }

    [Theory]
    [InlineData(".kernel k, union3", "not a task type")]
    [InlineData(".kernel k, union2\nhalt\n.launch k, 4 ()", "multiple of 8")]
    [InlineData(".kernel k, block\n.param a\nhalt\n.launch k, 1 ()", "takes 1 arguments")]
    [InlineData(".buffer b, f32, 0", "not possible")]
    [InlineData(".kernel k, block\nhalt\n.launch k, 0 ()", "not possible")]
    public void Directives_are_checked(string source, string expected) =>
        Assert.Contains(expected, Assert.Throws<AssemblyException>(() => MluAssembler.Assemble(source)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_text_assembles_or_is_refused_with_a_position()
    {
        var words = Gen.Elements("add", "r1", ",", ".kernel", "k", "block", "\n", "(", ")", "[", "]", "0x", "99K", ".launch", "%", "-", "x:", ".buffer", "f32(", "<<", "é", "\0", "memcpy.", "..");
        Law.Holds(Gen.Choose(0, 60).SelectMany(length => Gen.ArrayOf(words, length)), parts =>
        {
            try
            {
                MluAssembler.Assemble(string.Join(' ', parts));
            }
            catch (AssemblyException problem)
            {
                Assert.All(problem.Errors, error => Assert.True(error.Line >= 1 && error.Column >= 1));
            }
        }, count: 2000);
        Assert.Throws<AssemblyException>(() => MluAssembler.Assemble(".kernel k, block\nli r1, " + new string('(', 100_000)));
        Assert.Throws<AssemblyException>(() => MluAssembler.Assemble(".kernel k, block\nli r1, " + new string('-', 100_000) + "1"));
    }
}
