using AccelSim.Functional.Tests.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Isa.Simt;

namespace AccelSim.Architecture.Tests.Instructions;

/// <summary>Every opcode of every family has lines in the family's file of vectors, and every line holds in both directions.</summary>
public sealed class AssemblerVectorTests
{
    [Fact]
    public void Every_mlu_vector_assembles_to_its_word_and_back()
    {
        var seen = new VectorFile<MluInstruction>("mlu")
        {
            Decode = word => MluEncoding.TryDecode(word, out var instruction) ? instruction : null,
            Encode = instruction => MluEncoding.Encode(instruction),
            Bytes = instruction => MluEncoding.EncodeAll([instruction]),
            Format = instruction => MluDisassembler.Format(instruction),
            Assemble = line => MluAssembler.Assemble($".kernel k, block\nL0:\n{line}\nhalt\n").Kernels[0].Instructions[0],
            Rows = MluInstructionSet.All.Select(row => (row.Opcode.ToString(), Forms(row))),
        }.Check().Select(instruction => instruction.Opcode).ToHashSet();
        Assert.Equal([], MluInstructionSet.All.Where(row => !seen.Contains(row.Opcode)).Select(row => row.Mnemonic));
    }

    [Fact]
    public void Every_simt_vector_assembles_to_its_word_and_back()
    {
        var seen = new VectorFile<SimtInstruction>("simt")
        {
            Decode = word => SimtEncoding.TryDecode(word, out var instruction) ? instruction : null,
            Encode = instruction => SimtEncoding.Encode(instruction),
            Bytes = instruction => SimtEncoding.EncodeAll([instruction]),
            Format = instruction => SimtDisassembler.Format(instruction),
            Assemble = line => SimtAssembler.Assemble($".kernel k\nL0:\n{line}\nexit\n").Kernels[0].Instructions[0],
            Rows = SimtInstructionSet.All.Select(row => (row.Opcode.ToString(), SimtForms.Of(row))),
        }.Check().Select(instruction => instruction.Opcode).ToHashSet();
        Assert.Equal([], SimtInstructionSet.All.Where(row => !seen.Contains(row.Opcode)).Select(row => row.Template));
    }

    /// <summary>The first and the last form of a row, with different registers in every slot and an immediate where there is one.</summary>
    private static IEnumerable<MluInstruction> Forms(MluInstructionDef row)
    {
        var forms = InstructionForms.Of(row).ToArray();
        var immediate = row.Operands.Any(operand => operand.Kind is MluOperandKind.Immediate) ? 42 : row.Operands.Any(operand => operand.Kind == MluOperandKind.Address) ? -64 : 0;
        yield return forms[0] with { Immediate = immediate };
        yield return forms[^1] with { Immediate = immediate };
        if (row.HasRegisterOrImmediate)
        {
            // with an immediate, the register it replaces is zero
            var registers = forms[0].Registers;
            registers[row.Operands.First(operand => operand.Kind == MluOperandKind.SourceOrImmediate).Slot] = 0;
            yield return forms[0] with { Flag = true, Immediate = -5, Registers = registers };
        }
    }
}
