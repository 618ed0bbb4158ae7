using System.Collections.Immutable;

namespace AccelSim.Isa.Mlu;

/// <summary>Features of later architectures that instructions may need; chip files list those a chip has. [LLVM feature flags; mlu-ops guide]</summary>
public static class MluCapabilities
{
    /// <summary>Copies with two nested strides: architecture 300 and later.</summary>
    public const string StridedCopy3D = "stridedCopy3d";

    /// <summary>Gather and scatter by a list of offsets: 372 and later.</summary>
    public const string GatherScatter = "gatherScatter";

    /// <summary>Arithmetic on bfloat16: 322 and later.</summary>
    public const string BFloat16 = "bf16";

    /// <summary>
    /// Vectors of any length: architecture 300 and later. Lengths are in registers, so nothing can be said of an instruction alone: the chip model refuses
    /// a wrong length when it meets one.
    /// </summary>
    public const string AnyVectorLength = "anyVectorLength";

    /// <summary>What a list of instructions needs, in alphabetical order.</summary>
    public static ImmutableArray<string> NeededBy(IEnumerable<MluInstruction> instructions) =>
        [.. instructions.SelectMany(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What one instruction needs.</summary>
    public static IEnumerable<string> Of(MluInstruction instruction)
    {
        if (MluInstructionSet.Get(instruction.Opcode).Needs is { } needs)
        {
            yield return needs;
        }

        if (instruction.Type0 == MluDataType.BF16 || instruction.Type1 == MluDataType.BF16 || instruction.Type2 == MluDataType.BF16)
        {
            yield return BFloat16;
        }
    }
}
