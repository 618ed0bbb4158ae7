using System.Collections.Immutable;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// The lengths that the vector unit of a chip without <see cref="MluCapabilities.AnyVectorLength"/> takes: whole rows of the unit, as nothing pads the last
/// one. A conversion counts in its source type. Windows and shapes of pooling and layout are no vector lengths. [mlu-ops guide; of a conversion: guess]
/// </summary>
internal sealed class VectorLengths
{
    private static readonly ImmutableArray<MluOperand>[] Lengths = LengthsByOpcode();
    private readonly MluChip _chip;

    private VectorLengths(MluChip chip) => _chip = chip;

    /// <summary>The rule of a chip, or null where any length will do.</summary>
    public static VectorLengths? Of(MluChip chip) => chip.Capabilities.Contains(MluCapabilities.AnyVectorLength) ? null : new VectorLengths(chip);

    /// <summary>What is wrong with the lengths of an operation and what would be right, or null.</summary>
    public string? Problem(in MluOperation operation)
    {
        foreach (var length in Lengths[(int)operation.Opcode])
        {
            var count = operation[length.Slot];
            var type = operation.Opcode == MluOpcode.Convert ? operation.Instruction.Type1 : operation.Instruction.Type0;
            var bits = count * type.Bits();
            var row = 8 * _chip.Core.Vector.MinimumUnit.Bytes;
            if (bits % row != 0)
            {
                return $"operand '{length.Name}' of {count} {type.Suffix()} elements does not fill whole rows of {row / 8} bytes, which {_chip.Name} needs as it lacks "
                    + $"'{MluCapabilities.AnyVectorLength}'; pad the data and the length to {(bits + row - 1) / row * row / type.Bits()}, or run it on a later chip:";
            }
        }

        return null;
    }

    private static ImmutableArray<MluOperand>[] LengthsByOpcode()
    {
        var lengths = new ImmutableArray<MluOperand>[MluEncoding.MaxOpcode + 1];
        Array.Fill(lengths, []);
        foreach (var row in MluInstructionSet.All.Where(row => row.Unit == MluUnit.Vector && row.Timing is not (MluTiming.Pooling or MluTiming.Layout)))
        {
            lengths[(int)row.Opcode] = [.. row.Operands.Where(operand => operand.Name is "n" or "segment_n")];
        }

        return lengths;
    }
}
