using AccelSim.Isa.Simt;

namespace AccelSim.Isa.Tests.Simt;

public sealed class SimtInstructionSetTests
{
    [Fact]
    public void Every_opcode_has_exactly_one_row()
    {
        var opcodes = Enum.GetValues<SimtOpcode>();
        Assert.Equal(opcodes.Length, opcodes.Distinct().Count());
        Assert.Equal(opcodes.Order(), SimtInstructionSet.All.Select(row => row.Opcode));
        Assert.Null(SimtInstructionSet.Find(SimtEncoding.MaxOpcode));
        Assert.Null(SimtInstructionSet.Find(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimtInstructionSet.Get((SimtOpcode)0x3fe));
    }

    [Fact]
    public void Mnemonics_are_unique_over_all_spellings_and_stand_for_their_mode()
    {
        var spellings = SimtInstructionSet.All.SelectMany(row => row.Spellings().Select(spelling => (row, spelling.Mnemonic, spelling.Mode))).ToArray();
        Assert.Equal([], spellings.GroupBy(spelling => spelling.Mnemonic).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Equal(spellings.Length, SimtInstructionSet.ByMnemonic.Count);
        foreach (var (row, mnemonic, mode) in spellings)
        {
            Assert.Equal((row, mode), SimtInstructionSet.ByMnemonic[mnemonic]);
            Assert.DoesNotContain('{', mnemonic);
            Assert.All(mnemonic, letter => Assert.True(char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_', mnemonic));
        }
    }

    [Fact]
    public void Rows_fit_the_word()
    {
        foreach (var row in SimtInstructionSet.All)
        {
            var slots = row.Operands.Select(operand => operand.Slot).Where(slot => slot != SimtSlot.None).ToArray();
            Assert.Equal(slots.Length, slots.Distinct().Count());
            Assert.Equal(row.Operands.Length, row.Operands.Select(operand => operand.Name).Distinct().Count());
            Assert.True(row.ModeBits <= 16, row.Template);
            Assert.InRange((int)row.Opcode, 0, SimtEncoding.MaxOpcode);
            Assert.EndsWith(".", row.Summary, StringComparison.Ordinal);
            var immediates = row.Operands.Count(operand => operand.Kind is SimtOperandKind.Flexible or SimtOperandKind.Address or SimtOperandKind.Immediate or SimtOperandKind.Target);
            Assert.True(immediates <= 1, $"{row.Template} has {immediates} uses of one immediate field");
            Assert.Equal(immediates == 1, row.HasImmediate);
            Assert.True(row.Suffixes.Length == 0 || row.Operands.All(operand => operand.Kind != SimtOperandKind.Special), $"{row.Template}: the special register shares the mode field");
        }
    }

    [Fact]
    public void A_width_says_how_many_registers()
    {
        var (load, mode) = SimtInstructionSet.ByMnemonic["ld.global.cg.b128"];
        Assert.Equal(4, load.RegistersOf(load.Operands[0], mode));
        Assert.Equal(2, load.RegistersOf(load.Operands[1], mode));
        Assert.Equal((int)SimtWidth.B128, load.Choice(SimtField.Width, mode));
        Assert.Equal(0, load.Choice(SimtField.Compare, mode));
        var (matrix, four) = SimtInstructionSet.ByMnemonic["ldmatrix.x4.trans"];
        Assert.Equal(4, matrix.RegistersOf(matrix.Operands[0], four));
    }

    [Fact]
    public void Every_class_and_unit_is_used()
    {
        Assert.Equal(Enum.GetValues<SimtTiming>(), SimtInstructionSet.All.Select(row => row.Timing).Distinct().Order());
        Assert.Equal(Enum.GetValues<SimtUnit>(), SimtInstructionSet.All.Select(row => row.Unit).Distinct().Order());
        Assert.Equal(Enum.GetValues<SimtSpecialRegister>().Length, SimtSpecialRegisters.Names.Distinct().Count());
    }

    /// <summary>First and last of every block: an opcode put in between moves the last.</summary>
    [Theory]
    [InlineData(SimtOpcode.Nop, 0x000)]
    [InlineData(SimtOpcode.MemoryFence, 0x007)]
    [InlineData(SimtOpcode.Move32, 0x020)]
    [InlineData(SimtOpcode.Permute, 0x028)]
    [InlineData(SimtOpcode.SetPS32, 0x040)]
    [InlineData(SimtOpcode.SetPF16, 0x046)]
    [InlineData(SimtOpcode.AddS32, 0x060)]
    [InlineData(SimtOpcode.ExtractS32, 0x077)]
    [InlineData(SimtOpcode.MulS32, 0x080)]
    [InlineData(SimtOpcode.MadWideU32, 0x087)]
    [InlineData(SimtOpcode.AddF32, 0x0a0)]
    [InlineData(SimtOpcode.NegF32, 0x0a7)]
    [InlineData(SimtOpcode.MaxF16x2, 0x0b5)]
    [InlineData(SimtOpcode.MaxBF16x2, 0x0bd)]
    [InlineData(SimtOpcode.AddF64, 0x0c0)]
    [InlineData(SimtOpcode.MaxF64, 0x0c5)]
    [InlineData(SimtOpcode.ConvertF32S32, 0x0d0)]
    [InlineData(SimtOpcode.ConvertS8F32, 0x0de)]
    [InlineData(SimtOpcode.Exp2F32, 0x0f0)]
    [InlineData(SimtOpcode.TanhF32, 0x0f7)]
    [InlineData(SimtOpcode.ShuffleIndex, 0x100)]
    [InlineData(SimtOpcode.ReduceXor, 0x10e)]
    [InlineData(SimtOpcode.LoadGlobal, 0x120)]
    [InlineData(SimtOpcode.ReduceGlobal, 0x12c)]
    [InlineData(SimtOpcode.CopyAsync, 0x140)]
    [InlineData(SimtOpcode.CopyWait, 0x143)]
    [InlineData(SimtOpcode.CopyBulkBox, 0x145)]
    [InlineData(SimtOpcode.LoadMatrix, 0x150)]
    [InlineData(SimtOpcode.MmaM32N32K8F32F16, 0x161)]
    [InlineData(SimtOpcode.MbarrierInit, 0x170)]
    [InlineData(SimtOpcode.MbarrierTryWait, 0x174)]
    [InlineData(SimtOpcode.WgmmaFence, 0x180)]
    [InlineData(SimtOpcode.WgmmaRegistersF32BF16, 0x186)]
    public void Opcode_numbers_are_stored_in_programs_and_never_change(SimtOpcode opcode, int number) => Assert.Equal(number, (int)opcode);

    [Fact]
    public void Isa_document_is_current()
    {
        var path = Repository.File("docs", "isa-simt.md");
        if (Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, SimtIsaDocument.Markdown());
        }

        Assert.Equal(SimtIsaDocument.Markdown(), File.ReadAllText(path));
    }

    /// <summary>The lanes of a warp hold each matrix of an mma exactly once (four matrices in the form of Volta, one for every eight lanes).</summary>
    [Fact]
    public void Registers_of_an_mma_hold_its_matrices()
    {
        var rows = SimtInstructionSet.All.Where(row => row.Unit == SimtUnit.Tensor).ToArray();
        Assert.True(rows.Length > 10);
        foreach (var row in rows)
        {
            var parts = row.Template.Split('.');
            var shape = parts[1][1..].Split('n', 'k').Select(int.Parse).ToArray();
            var (m, n, k) = (shape[0], shape[1], shape[2]);
            var matrices = row.Summary.StartsWith("Four times", StringComparison.Ordinal) ? 4 : 1;
            foreach (var (operand, elements, type) in row.Operands.Zip([m * n, m * k, k * n, m * n], [parts[2], parts[3], parts[3], parts[2]]))
            {
                Assert.True(matrices * elements * Bits(type) == operand.Registers * 32 * row.WarpWidth, $"{row.Template}: {operand.Name}");
            }
        }

        static int Bits(string type) => type switch { "s8" => 8, "f16" or "bf16" => 16, "f64" => 64, _ => 32 };
    }

    /// <summary>128 lanes hold 64 rows of sums of 32 bits; a row of factors has 32 bytes, and A in registers the fragment of a warp's 16 rows.</summary>
    [Fact]
    public void Registers_of_a_warp_groups_product_hold_its_sums()
    {
        var rows = SimtInstructionSet.All.Where(row => row.Timing == SimtTiming.GroupProduct).ToArray();
        Assert.True(rows.Length >= 4);
        foreach (var (row, mnemonic, mode) in rows.SelectMany(row => row.Spellings().Select(spelling => (row, spelling.Mnemonic, spelling.Mode))))
        {
            var columns = int.Parse(mnemonic.Split('.')[2].Split('n', 'k')[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(64 * columns, 128 * row.RegistersOf(row.Operands[0], mode));
            Assert.Equal(SimtOperandKind.Accumulator, row.Operands[0].Kind);
            Assert.Equal(mnemonic.Contains(".rs.", StringComparison.Ordinal) ? 16 * 32 / 4 / 32 : 2, row.RegistersOf(row.Operands[1], mode));
            Assert.Equal(2, row.RegistersOf(row.Operands[2], mode));
        }
    }

    [Fact]
    public void Isa_document_shows_a_source_that_assembles()
    {
        var lines = SimtIsaDocument.Markdown().Split('\n').SkipWhile(line => line != "```").Skip(1).TakeWhile(line => line != "```").ToArray();
        var program = SimtAssembler.Assemble(string.Join('\n', lines));
        Assert.Equal(12, program.Kernel("scale").Instructions.Length);
        Assert.Single(program.Launches);
    }

    [Fact]
    public void Isa_document_has_every_row_in_tables_of_five_columns()
    {
        var rows = SimtIsaDocument.Markdown().Split('\n').Where(line => line.StartsWith("| 0x", StringComparison.Ordinal)).ToArray();
        Assert.Equal(SimtInstructionSet.All.Length, rows.Length);
        Assert.All(rows, row => Assert.Equal(6, row.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|')));
    }
}
