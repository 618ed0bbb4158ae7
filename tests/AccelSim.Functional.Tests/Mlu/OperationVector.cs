using System.Globalization;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

/// <summary>
/// A golden test of one instruction as text: the instruction with operand values in place of registers, memory contents before it (lines with
/// <c>&lt; [space] address type values</c>) and after it (lines with <c>&gt;</c>, or <c>&gt; reg value</c>).
/// </summary>
public sealed record OperationVector(int Line, string Instruction, IReadOnlyList<OperationVector.Cells> Before, IReadOnlyList<OperationVector.Cells> After)
{
    public MluKernel Kernel { get; } = Assemble(Instruction);

    public MluOpcode Opcode => Kernel.Instructions[^2].Opcode;

    public static IEnumerable<OperationVector> Read(string text)
    {
        var (number, start) = (0, 0);
        string? instruction = null;
        List<Cells> before = [], after = [];
        foreach (var line in text.Split('\n').Append("~"))
        {
            number++;
            var words = line.Split('#')[0].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words[0] is "<" or ">")
            {
                (words[0] == "<" ? before : after).Add(Cells.Parse(words));
                continue;
            }

            if (instruction is not null)
            {
                yield return new OperationVector(start, instruction, before, after);
            }

            (instruction, start, before, after) = (line.Split('#')[0], number, [], []);
        }
    }

    private static MluKernel Assemble(string instruction)
    {
        var space = instruction.IndexOf(' ', StringComparison.Ordinal);
        var source = new System.Text.StringBuilder(".kernel k, block\n");
        var operands = instruction[space..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < operands.Length; i++)
        {
            if (!operands[i].StartsWith('r'))
            {
                source.AppendLine(CultureInfo.InvariantCulture, $"li r{i + 1}, {operands[i]}");
                operands[i] = $"r{i + 1}";
            }
        }

        source.AppendLine(CultureInfo.InvariantCulture, $"{instruction[..space]} {string.Join(", ", operands)}");
        return MluAssembler.Assemble(source.ToString()).Kernels[0];
    }

    public override string ToString() => $"line {Line}: {Instruction}";

    /// <summary>Elements in memory, or a register.</summary>
    public sealed record Cells(MluSpace? Space, long Address, MluDataType Type, IReadOnlyList<string> Values)
    {
        public static Cells Parse(string[] words)
        {
            if (words[1] == "reg")
            {
                return new Cells(null, 0, MluDataType.I64, [words[2]]);
            }

            var at = 1;
            var space = MluSpace.Nram;
            if (Enum.TryParse<MluSpace>(words[1], ignoreCase: true, out var named) && !char.IsAsciiDigit(words[1][0]))
            {
                (space, at) = (named, 2);
            }

            var address = long.Parse(words[at], CultureInfo.InvariantCulture);
            return new Cells(space, address, Enum.Parse<MluDataType>(words[at + 1], ignoreCase: true), words[(at + 2)..]);
        }
    }
}
