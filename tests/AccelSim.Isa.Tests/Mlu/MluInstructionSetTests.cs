using AccelSim.Isa.Mlu;

namespace AccelSim.Isa.Tests.Mlu;

public sealed class MluInstructionSetTests
{
    [Fact]
    public void Every_opcode_has_exactly_one_row()
    {
        var opcodes = Enum.GetValues<MluOpcode>();
        Assert.Equal(opcodes.Length, opcodes.Distinct().Count());
        Assert.Equal(opcodes.Order(), MluInstructionSet.All.Select(row => row.Opcode));
    }

    [Fact]
    public void Mnemonics_and_operand_names_are_unique_and_slots_fit()
    {
        Assert.Equal(MluInstructionSet.All.Length, MluInstructionSet.ByMnemonic.Count);
        foreach (var row in MluInstructionSet.All)
        {
            Assert.Equal(row.Operands.Length, row.Operands.Select(operand => operand.Name).Distinct().Count());
            Assert.InRange(row.RegisterCount, 0, row.HasImmediate ? 6 : MluRegisters.Slots);
            Assert.InRange((int)row.Opcode, 0, MluEncoding.MaxOpcode);
            Assert.EndsWith(".", row.Summary, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Opcode_numbers_are_stored_in_programs_and_never_change()
    {
        Assert.Equal(0x000, (int)MluOpcode.Nop);
        Assert.Equal(0x008, (int)MluOpcode.BranchGreaterEqual);
        Assert.Equal(0x035, (int)MluOpcode.LoadParameter);
        Assert.Equal(0x05e, (int)MluOpcode.ScalarStore);
        Assert.Equal(0x086, (int)MluOpcode.Scatter);
        Assert.Equal(0x0c5, (int)MluOpcode.ReshapeFilter);
        Assert.Equal(0x114, (int)MluOpcode.VSelect);
        Assert.Equal(0x189, (int)MluOpcode.VLut);
        Assert.Equal(0x1ec, (int)MluOpcode.AtomicReduceMin);
    }

    [Fact]
    public void Isa_document_is_current()
    {
        var path = Repository.File("docs", "isa-mlu.md");
        if (Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, MluIsaDocument.Markdown());
        }

        Assert.Equal(MluIsaDocument.Markdown(), File.ReadAllText(path));
    }
}
