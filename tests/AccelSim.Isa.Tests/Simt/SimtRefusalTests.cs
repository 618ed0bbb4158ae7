using AccelSim.Isa.Assembly;
using AccelSim.Isa.Simt;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Simt;

/// <summary>Bad assembly is refused with file, line, column and what is wrong; nothing else ever comes out.</summary>
public sealed class SimtRefusalTests
{
    [Theory]
    [InlineData("bra nowhere", "2:5", "label 'nowhere' is not defined in kernel 'k'")]
    [InlineData("add.s32 r1, r2, r255", "2:17", "register r255 is out of range (r0 to r254)")]
    [InlineData("add.s32 r1 r2, r3", "2:12", "expected ',' but found 'r2'")]
    [InlineData("add.s32 r1, 5, r3", "2:13", "operand 'a' must be a register")]
    [InlineData("add.s32", "2:8", "found the end of the line")]
    [InlineData("add.s23 r1, r2, r3", "2:1", "unknown instruction 'add.s23'; did you mean add.s32")]
    [InlineData("ld.gobal.b32 r1, [r2]", "2:1", "did you mean ld.global.b32")]
    [InlineData("@p1 frobnicate", "2:5", "unknown instruction 'frobnicate'")]
    [InlineData("@", "2:2", "'guard' must be a predicate")]
    [InlineData("@p7 nop", "2:2", "'guard' must be a predicate (p0 to p6 or pt), found 'p7'")]
    [InlineData("add.s64 r1, r2, r4", "2:1", "'d' takes 2 registers and must begin at a multiple of 2, not at r1")]
    [InlineData("ld.global.b32 r0, [r3]", "2:1", "'a' takes 2 registers and must begin at a multiple of 2")]
    [InlineData("ld.shared.b128 r6, [r3]", "2:1", "multiple of 4, not at r6")]
    [InlineData("ldmatrix.x4 r2, [r3]", "2:1", "multiple of 4, not at r2")]
    [InlineData("mov.b64 r254, r0", "2:1", "takes 2 registers, beyond r254")]
    [InlineData("setp.lt.and.s32 !p0, r1, r2, pt", "2:17", "a predicate that is written cannot be negated")]
    [InlineData("setp.lt.and.s32 r0, r1, r2, pt", "2:17", "'p' must be a predicate")]
    [InlineData("mov.b32 r1, 0x1_0000_0000", "2:13", "4294967296 does not fit in 32 bits")]
    [InlineData("mov.b32 r1, -2147483649", "2:13", "does not fit in 32 bits")]
    [InlineData("mov.b32 r1, 99999999999999999999999", "2:13", "is not a 64-bit integer")]
    [InlineData("mov.b32 r1, 9223372036854775807 + 1", "2:33", "does not fit in 64 bits")]
    [InlineData("mov.b32 r1, (1", "2:15", "expected ')'")]
    [InlineData("mov.b32 r1, UNKNOWN", "2:13", "'UNKNOWN' is not a defined constant")]
    [InlineData("mov.b32 r1, 1 / 0", "2:15", "division by zero")]
    [InlineData("mov.b32 r1, c[6]", "2:1", "c[6] is misaligned: 4 bytes are read")]
    [InlineData("mov.b64 r0, c[4]", "2:1", "c[4] is misaligned: 8 bytes are read")]
    [InlineData("mov.b32 r1, c[65536]", "2:1", "the constant bank has no byte 65536")]
    [InlineData("mov.b32 r1, c[0xffffffff]", "2:15", "'offset' of 4294967295 is out of range")]
    [InlineData("mov.b32 r1, c[-4]", "2:15", "out of range")]
    [InlineData("mov.b32 r1, c[nothing]", "2:15", "not a defined constant")]
    [InlineData("mov.b32 r1, c[", "2:15", "found the end of the line")]
    [InlineData("ld.shared.b32 r1, [r2 + 0x80000000]", "2:25", "'offset' of 2147483648 is out of range")]
    [InlineData("ld.shared.b32 r1, [r2", "2:22", "expected ']'")]
    [InlineData("ld.shared.b32 r1, r2", "2:19", "expected '['")]
    [InlineData("bar.sync 16, 0", "2:10", "barrier 16 is out of range (0 to 15)")]
    [InlineData("bar.sync 0, -1", "2:13", "'threads' of -1 is out of range")]
    [InlineData("cp.async.wait 0x80000000", "2:15", "'groups' of 2147483648 is out of range")]
    [InlineData("bsync b16", "2:7", "'b16' is not a convergence barrier (b0 to b15)")]
    [InlineData("bssy 3, x", "2:6", "is not a convergence barrier")]
    [InlineData("@p0 bsync b1", "2:1", "cannot be guarded")]
    [InlineData("bra 5", "2:5", "expected a label but found '5'")]
    [InlineData("s2r r1, %speed", "2:9", "'%speed' is not a special register; there are %tid.x")]
    [InlineData("nop {stall=16}", "2:12", "stall = 16 is out of range (0 to 15)")]
    [InlineData("nop {wr=6}", "2:9", "wr = 6 is out of range (0 to 5)")]
    [InlineData("nop {stall=1 stall=2}", "2:14", "'stall' is given twice")]
    [InlineData("nop {sleep=1}", "2:6", "'sleep' is not a control field; there are stall yield wr rd wait reuse")]
    [InlineData("nop {stall=1", "2:13", "found the end of the line")]
    [InlineData("nop $", "2:5", "unexpected character '$'")]
    [InlineData("nop nop", "2:5", "unexpected 'nop'")]
    [InlineData(".reg x, r255", "2:9", "'r255' is neither a register")]
    [InlineData(".reg r1, r2", "2:1", "'r1' is the name of a register")]
    [InlineData(".param a, a", "2:11", "parameter 'a' is already declared")]
    [InlineData(".shared 0", "2:9", "shared memory of 0 is not possible")]
    [InlineData(".registers 256", "2:12", "of 256 is not possible (1 to 255)")]
    [InlineData(".warp 64", "2:1", "unknown directive '.warp'; there are .equ")]
    [InlineData(".kernel k", "2:1", "kernel 'k' is already defined")]
    [InlineData(".launch q, grid 1, block 1 ()", "2:9", "kernel 'q' is not defined above")]
    [InlineData(".launch k, grid 0, block 1 ()", "2:17", "an extent of the grid of 0 is not possible")]
    [InlineData(".launch k, grid 1, block 1025 ()", "2:26", "an extent of the block of 1025 is not possible (1 to 1024)")]
    [InlineData(".launch k, grid 2147483648, block 1 ()", "2:17", "not possible")]
    [InlineData(".launch k, grid 1, 2, 3, 4, block 1 ()", "2:26", "expected 'block' and its extents")]
    [InlineData(".launch k, block 1, grid 1 ()", "2:12", "expected 'grid' and its extents")]
    [InlineData(".launch k, grid 1, block 1 (5)", "2:9", "kernel 'k' takes 0 arguments, 1 given")]
    [InlineData(".launch k, grid 1, block 1 () repeat 0", "2:38", "a repetition of 0 is not possible")]
    [InlineData(".launch k, grid 1, block 1 () often", "2:31", "'often' is none of 'shared', 'repeat', 'stream', 'priority'")]
    [InlineData(".buffer b, f99, 3", "2:12", "'f99' is not an element type")]
    [InlineData(".buffer b, f16, -1", "2:17", "a buffer of -1 elements is not possible")]
    public void A_problem_has_its_place_and_its_reason(string line, string place, string reason)
    {
        var problem = Assert.Throws<AssemblyException>(() => SimtAssembler.Assemble(".kernel k\n" + line, "test.asm"));
        Assert.StartsWith($"test.asm:{place}: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.Single(problem.Errors);
    }

    [Fact]
    public void All_problems_are_reported_in_order_and_a_branch_with_a_problem_does_no_harm()
    {
        var problem = Assert.Throws<AssemblyException>(() => SimtAssembler.Assemble(
            "nop\n.kernel k\nbra x {bogus=1}\nbra y\nx:\n.kernel k\nx:\nx:\n.launch k, grid 1, block 1 (\n.end\n.buffer b, f16, 1\n.buffer b, f16, 1"));
        Assert.Equal([1, 3, 4, 6, 7, 8, 9, 12], problem.Errors.Select(error => error.Line));
    }

    [Fact]
    public void A_hundred_problems_are_enough()
    {
        var undefined = Assert.Throws<AssemblyException>(() => SimtAssembler.Assemble(".kernel k\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"bra x{i}\n"))));
        Assert.Equal(100, undefined.Errors.Length);
        var unknown = Assert.Throws<AssemblyException>(() => SimtAssembler.Assemble(".kernel k\n" + string.Concat(Enumerable.Repeat("frob\n", 5000))));
        Assert.Equal(Enumerable.Range(2, 100), unknown.Errors.Select(error => error.Line));
    }

    [Fact]
    public void Very_long_or_deep_text_is_refused()
    {
        foreach (var hostile in new[]
        {
            "mov.b32 r1, " + new string('(', 100_000),
            "mov.b32 r1, " + new string('-', 100_000) + "1",
            "mov.b32 r1, " + new string('9', 100_000),
            new string('q', 100_000),
            "add." + new string('.', 100_000),
            ".param " + string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"a{i}")),
            "@" + new string('!', 100_000) + "p0 nop",
            "nop {" + string.Concat(Enumerable.Repeat("stall=1 ", 20_000)) + "}",
        })
        {
            var problem = Assert.Throws<AssemblyException>(() => SimtAssembler.Assemble(".kernel k\n" + hostile));
            Assert.All(problem.Errors, error => Assert.Equal(2, error.Line));
        }
    }

    [Fact]
    public void Hexadecimal_numbers_have_no_exponent() =>
        Assert.Equal(0x1e + 5, SimtAssembler.Assemble(".kernel k\nmov.b32 r1, 0x1e+5").Kernels[0].Instructions[0].Immediate);

    [Fact]
    public void Words_in_any_order_assemble_or_are_refused_with_a_position()
    {
        var words = Gen.Elements(
            "add.s32", "r1", "r2", ",", ".kernel", "k", "\n", "(", ")", "[", "]", "0x", "99K", ".launch", "grid", "block", "-", "x:", "bra", "x", "bssy", "b3", "{", "}", "stall", "=", "7",
            ".buffer", "f32(", "<<", "\u00e9", "\0", "@", "!", "p0", "c[", "%tid.x", "s2r", "ld.global.b32", ".param", ".reg", "..", "\n.kernel k\nbra", "shared", "repeat");
        Law.Holds(Gen.Choose(0, 60).SelectMany(length => Gen.ArrayOf(words, length)), parts => Refused(string.Join(' ', parts)), count: 3000);
    }

    [Fact]
    public void A_program_cut_or_changed_anywhere_assembles_or_is_refused_with_a_position() =>
        Law.Holds(
            from program in SimtInstructionGenerator.Program
            from cut in Gen.Choose(0, 4000)
            from letter in Gen.Elements('\0', ' ', '\n', ',', '[', '{', '}', '@', '!', ':', '-', '9', 'r', '.', '%', '\u0663')
            from truncate in Gen.Elements(true, false)
            select (program, cut, letter, truncate),
            subject =>
            {
                var text = ".kernel k\n" + SimtDisassembler.FormatBody(subject.program) + ".launch k, grid 1, 2, block 32 () repeat 2\n";
                var at = subject.cut % text.Length;
                Refused(text[..at] + (subject.truncate ? "" : subject.letter + text[(at + 1)..]));
            }, count: 3000);

    private static void Refused(string text)
    {
        try
        {
            SimtAssembler.Assemble(text);
        }
        catch (AssemblyException problem)
        {
            Assert.NotEmpty(problem.Errors);
            Assert.All(problem.Errors, error => Assert.True(error is { Line: >= 1, Column: >= 1, Message.Length: > 0 }));
        }
    }
}
