using System.Globalization;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>
/// A golden test of instructions as text: what is executed, parts separated by <c>|</c>; lines with <c>&lt;</c> say what is there before, lines with
/// <c>&gt;</c> what must be there after. A place is a register or predicate (values of lane 0, 1, 2 ... follow; lanes without one hold zero), or a memory
/// and an address.
/// </summary>
public sealed record LaneVector(int Line, string Instructions, IReadOnlyList<LaneVector.Cells> Before, IReadOnlyList<LaneVector.Cells> After)
{
    public SimtKernel Kernel { get; } = SimtAssembler.Assemble(
        ".kernel k\n.shared 1024\n.local 64\n.registers 64\n" + string.Join('\n', Instructions.Split('|')) + "\n").Kernels[0];

    /// <summary>What the vector is about: its first instruction, and all that control flow or need a barrier in shared memory.</summary>
    public IEnumerable<SimtOpcode> Opcodes => Kernel.Instructions[..^1].Select(i => i.Opcode)
        .Where((opcode, index) => index == 0 || SimtInstructionSet.Get(opcode) is { Unit: SimtUnit.Control } or { Timing: SimtTiming.BulkCopy or SimtTiming.Mbarrier or SimtTiming.MbarrierWait });

    public static IEnumerable<LaneVector> Read(string text)
    {
        var (number, start) = (0, 0);
        string? instructions = null;
        List<Cells> before = [], after = [];
        foreach (var line in text.Split('\n').Append("~"))
        {
            number++;
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words[0] is "<" or ">")
            {
                (words[0] == "<" ? before : after).Add(Cells.Parse(words[1..]));
                continue;
            }

            if (instructions is not null)
            {
                yield return new LaneVector(start, instructions, before, after);
            }

            (instructions, start, before, after) = (line.Split('#')[0], number, [], []);
        }
    }

    public override string ToString() => $"line {Line}: {Instructions}";

    /// <summary>Contents of a place, as bytes; of a register or predicate one entry a lane, of memory one entry.</summary>
    public sealed record Cells(string Place, int Address, IReadOnlyList<byte[]> Values, string Text)
    {
        public static Cells Parse(string[] words)
        {
            var text = string.Join(' ', words);
            if (words[0][0] == 'p')
            {
                return new Cells(words[0], 0, [.. words[1..].Select(word => new[] { (byte)(word == "1" ? 1 : 0) })], text);
            }

            if (words[0][0] != 'r')
            {
                byte[] bytes = [.. words[3..].SelectMany(word => Element(words[2], word))];
                return new Cells(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), [bytes], text);
            }

            var packed = words[1].Split('x');
            var (type, count) = packed.Length == 2 && packed[0].Length > 0 ? (packed[0], int.Parse(packed[1], CultureInfo.InvariantCulture)) : (words[1], 1);
            return new Cells(words[0], 0, [.. words[2..].Chunk(count).Select(group => group.SelectMany(word => Element(type, word)).ToArray())], text);
        }

        private static byte[] Element(string type, string word)
        {
            double Real() => word switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.Parse(word, CultureInfo.InvariantCulture) };
            long Whole() => long.Parse(word, CultureInfo.InvariantCulture);
            return type switch
            {
                "u8" or "i8" => [(byte)Whole()],
                "u16" or "i16" => BitConverter.GetBytes((ushort)Whole()),
                "i32" or "u32" => BitConverter.GetBytes((uint)Whole()),
                "i64" => BitConverter.GetBytes(Whole()),
                "x16" => BitConverter.GetBytes(ushort.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                "x32" => BitConverter.GetBytes(uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                "x64" => BitConverter.GetBytes(ulong.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                "f16" => BitConverter.GetBytes(BitConverter.HalfToUInt16Bits((Half)Real())),
                "bf16" => BitConverter.GetBytes(((BFloat16)(float)Real()).Bits),
                "f32" => BitConverter.GetBytes((float)Real()),
                "f64" => BitConverter.GetBytes(Real()),
                _ => throw new FormatException($"'{type}' is not a type of a vector"),
            };
        }
    }
}
