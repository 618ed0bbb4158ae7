using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AccelSim.Functional.Tests.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Architecture.Tests.Instructions;

/// <summary>
/// The encoding, written down: <c>tests/Vectors/mlu.txt</c> holds instruction words beside their assembly. Programs are stored, so a line that changes
/// is a new version of the image format. Set ACCELSIM_UPDATE_GOLDEN=1 to write the file anew and review the difference.
/// </summary>
public sealed class AssemblerVectorTests
{
    private static readonly string Path = Repository.File("tests", "Vectors", "mlu.txt");

    [Fact]
    public void Every_vector_assembles_to_its_word_and_back()
    {
        if (Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            File.WriteAllText(Path, Generate());
        }

        var seen = new HashSet<MluOpcode>();
        var number = 0;
        foreach (var line in File.ReadLines(Path))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            Assert.True(parts.Length == 2 && UInt128.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _), $"line {number}: not 'word | assembly'");
            var word = UInt128.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var assembled = MluAssembler.Assemble($".kernel k, block\nL0:\n{parts[1]}\nhalt\n").Kernels[0].Instructions[0];
            Assert.True(MluEncoding.Encode(assembled) == word, $"line {number}: '{parts[1]}' is {MluEncoding.Encode(assembled):x32}, not {parts[0]}");
            Assert.True(MluEncoding.TryDecode(word, out var decoded), $"line {number}: {parts[0]} is illegal");
            Assert.Equal(parts[1], MluDisassembler.Format(decoded));
            var bytes = MluEncoding.EncodeAll([decoded]);
            Assert.Equal(word, BinaryPrimitives.ReadUInt128LittleEndian(bytes));
            seen.Add(decoded.Opcode);
        }

        Assert.Equal([], MluInstructionSet.All.Where(row => !seen.Contains(row.Opcode)).Select(row => row.Mnemonic));
    }

    /// <summary>The first and the last form of every row, with different registers in every slot and an immediate where there is one.</summary>
    private static string Generate()
    {
        var text = new StringBuilder("# Instruction words of the mlu family: 128 bits in hexadecimal | assembly.\n# Written by AssemblerVectorTests with ACCELSIM_UPDATE_GOLDEN=1; reviewed, then kept.\n");
        foreach (var row in MluInstructionSet.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n# {row.Opcode}\n");
            var forms = InstructionForms.Of(row).ToArray();
            var immediate = row.Operands.Any(operand => operand.Kind is MluOperandKind.Immediate) ? 42 : row.Operands.Any(operand => operand.Kind == MluOperandKind.Address) ? -64 : 0;
            foreach (var form in new[] { forms[0], forms[^1] }.Distinct())
            {
                Append(text, form with { Immediate = immediate });
            }

            if (row.HasRegisterOrImmediate)
            {
                // with an immediate, the register it replaces is zero
                var registers = forms[0].Registers;
                registers[row.Operands.First(operand => operand.Kind == MluOperandKind.SourceOrImmediate).Slot] = 0;
                Append(text, forms[0] with { Flag = true, Immediate = -5, Registers = registers });
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, in MluInstruction instruction) =>
        text.Append(CultureInfo.InvariantCulture, $"{MluEncoding.Encode(instruction):x32} | {MluDisassembler.Format(instruction)}\n");
}
