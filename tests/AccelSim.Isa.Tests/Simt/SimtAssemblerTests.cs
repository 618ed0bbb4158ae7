using AccelSim.Isa.Assembly;
using AccelSim.Isa.Simt;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Simt;

public sealed class SimtAssemblerTests
{
    private const string Sample = """
        .equ TILE, 16K
        .equ BLOCKS, 4
        .buffer x, f16, 1M, ramp
        .kernel axpy
        .param source, count
        .reg base, r4
        .reg done, p2
        .shared 2 * 256
        .local 64
            mov.b64 base, c[source]               ; a pair
            s2r r0, %tid.x
            mov.b32 r1, f32(-1.5)
            setp.ge.and.s32 done, r0, c[count + 4], pt
            bssy b3, join
        @done bra join {stall=4 yield=1 wr=0 rd=5 wait=0x21 reuse=3}
        again:
            ld.global.cg.b128 r8, [r4 - 32]
            fma.f32 r8, r8, r1, rz
            @!done bra again
        join: bsync b3
            bar.sync 15, 0
        .end
        .launch axpy, grid BLOCKS, BLOCKS, 2, block 32, BLOCKS (x + 64, 1M) shared TILE repeat 3
        .launch axpy, grid 7, block 64 (x, 5)
        """;

    [Fact]
    public void Assembles_kernels_buffers_and_launches()
    {
        var program = SimtAssembler.Assemble(Sample);
        var kernel = program.Kernel("axpy");
        Assert.Equal(["source", "count"], kernel.Parameters);
        Assert.Equal((512, 64, 12), (kernel.SharedBytes, kernel.LocalBytes, kernel.Registers));
        Assert.Equal(12, kernel.Instructions.Length);
        Assert.Equal(kernel.Instructions.Length, kernel.Lines.Length);
        Assert.Equal((10, 22), (kernel.Lines[0], kernel.Lines[^1]));
        Assert.Equal(SimtOpcode.Exit, kernel.Instructions[^1].Opcode);
        Assert.Equal(new SimtInstruction { Opcode = SimtOpcode.Move64, D = 5, Form = SimtForm.Constant }, kernel.Instructions[0]);
        Assert.Equal(BitConverter.SingleToInt32Bits(-1.5f), kernel.Instructions[2].Immediate);
        Assert.Equal(12, kernel.Instructions[3].Immediate);
        Assert.Equal((3, 3), (kernel.Instructions[3].P, kernel.Instructions[4].D));
        Assert.Equal(new SimtControl(4, true, 0, 5, 0x21, 3), kernel.Instructions[5].Control);
        Assert.Equal((9, new SimtPredicate(3, false)), (kernel.Instructions[5].Immediate, kernel.Instructions[5].Guard));
        Assert.Equal(-32, kernel.Instructions[6].Immediate);
        Assert.Equal((6, new SimtPredicate(3, true)), (kernel.Instructions[8].Immediate, kernel.Instructions[8].Guard));
        Assert.Equal(2, program.Launches.Length);
        var launch = program.Launches[0];
        Assert.Equal((new SimtExtent(4, 4, 2), new SimtExtent(32, 4, 1), 16384, 3), (launch.Grid, launch.Block, launch.SharedBytes, launch.Repeat));
        Assert.Equal([new LaunchArgument("x", 64), new LaunchArgument(null, 1 << 20)], launch.Arguments);
        Assert.Equal((new SimtExtent(7, 1, 1), 32L), (program.Launches[1].Grid, program.Launches[0].Grid.Count));
    }

    [Fact]
    public void Disassembly_assembles_to_the_same_instructions() =>
        Law.Holds(SimtInstructionGenerator.Program, program =>
        {
            var kernel = SimtAssembler.Assemble(".kernel k\n" + SimtDisassembler.FormatBody(program)).Kernels[0];
            Assert.Equal(program, kernel.Instructions);
            Assert.Equal(program, SimtEncoding.DecodeAll(SimtEncoding.EncodeAll(kernel.Instructions.AsSpan())));
        }, count: 500);

    [Fact]
    public void Layout_of_the_text_does_not_matter() =>
        Law.Holds(SimtInstructionGenerator.Any, instruction =>
        {
            var text = SimtDisassembler.Format(instruction);
            var wide = text.Replace(",", " \t, ", StringComparison.Ordinal).Replace("[", "[ ", StringComparison.Ordinal).Replace("=", " = ", StringComparison.Ordinal);
            var branches = SimtInstructionSet.Get(instruction.Opcode).Operands.Any(operand => operand.Kind == SimtOperandKind.Target);
            var program = SimtAssembler.Assemble($".kernel k\r\nL{(branches ? instruction.Immediate : 0)}:{wide}// comment\r\n");
            var expected = branches ? instruction with { Immediate = 0 } : instruction;
            Assert.Equal(expected, program.Kernels[0].Instructions[0]);
        }, count: 2000, seed: 7);

    [Fact]
    public void Registers_of_a_kernel_are_those_it_names()
    {
        Assert.Equal(8, SimtAssembler.Assemble(".kernel k\nmma.m16n8k16.f32.f16 r4, r0, rz, rz").Kernels[0].Registers);
        Assert.Equal(255, SimtAssembler.Assemble(".kernel k\nst.global.b32 [r252 + 8], r254").Kernels[0].Registers);
        Assert.Equal(0, SimtAssembler.Assemble(".kernel k\nbssy b15, x\nx: bar.sync 9, 0").Kernels[0].Registers);
        Assert.Equal(40, SimtAssembler.Assemble(".kernel k\n.registers 40\nadd.s32 r1, r2, 5").Kernels[0].Registers);
    }

    [Fact]
    public void A_label_at_the_end_gets_an_exit() =>
        Assert.Equal([SimtOpcode.Branch, SimtOpcode.Exit], SimtAssembler.Assemble(".kernel k\nbra x\nx:").Kernels[0].Instructions.Select(instruction => instruction.Opcode));
}
