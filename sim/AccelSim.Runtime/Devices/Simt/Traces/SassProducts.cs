using AccelSim.Chips.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// The matrix product behind <c>HMMA</c>, <c>IMMA</c> and <c>DMMA</c>: <c>HMMA.16816.F32.BF16</c> is m16n8k16 of bf16 added up in fp32. Volta's <c>HMMA.884</c> is a step
/// of m8n8k4: four make up a product added up in fp32 (<c>STEP0</c> to <c>STEP3</c>), two one added up in fp16, each for registers of its own (Jia et al.,
/// arXiv 1804.06826, section 4.2).
/// </summary>
internal static class SassProducts
{
    /// <summary>The product of an opcode's name; null where the name does not say one.</summary>
    public static SimtProduct? Of(string opcode)
    {
        var parts = opcode.Split('.');
        if (Array.Find(parts, part => part.Length >= 3 && part.All(char.IsAsciiDigit)) is not { } digits || Shape(digits) is not { } shape)
        {
            return null;
        }

        var (input, accumulator) = parts[0] switch
        {
            "DMMA" => (MmaInput.F64, MmaAccumulator.F64),
            "IMMA" => (parts.Any(part => part is "S4" or "U4") ? MmaInput.S4 : MmaInput.S8, MmaAccumulator.S32),
            _ => (parts.Contains("BF16") ? MmaInput.Bf16 : parts.Contains("TF32") ? MmaInput.Tf32 : MmaInput.F16, parts.Contains("F32") ? MmaAccumulator.F32 : MmaAccumulator.F16),
        };
        var steps = IsStep(parts) ? accumulator == MmaAccumulator.F32 ? 4 : 2 : 1;
        return new SimtProduct(shape, input, accumulator, steps);
    }

    /// <summary>Registers that each operand of a product takes: d, a, b, c. A step of Volta's takes pairs.</summary>
    public static (int D, int A, int B, int C) Registers(SimtProduct product)
    {
        if (product.Steps > 1)
        {
            return (2, 2, 2, 2);
        }

        var (m, n, k) = MmaShapeSpec.Parse(product.Shape) ?? (1, 1, 1);
        var input = product.Input switch { MmaInput.F64 => 64, MmaInput.Tf32 => 32, MmaInput.S8 => 8, MmaInput.S4 => 4, _ => 16 };
        var sum = product.Accumulator switch { MmaAccumulator.F64 => 64, MmaAccumulator.F16 => 16, _ => 32 };
        var c = Count(m * n, sum);
        return (c, Count(m * k, input), Count(k * n, input), c);

        // 32 lanes of 32 bits share a matrix
        static int Count(int elements, int bits) => Math.Max(1, elements * bits / 1024);
    }

    private static bool IsStep(string[] parts) => parts[0] == "HMMA" && parts.Contains("884");

    /// <summary><c>884</c>, <c>1688</c>, <c>16816</c>, <c>16832</c>, <c>8816</c>: rows, columns, depth.</summary>
    private static string? Shape(string digits)
    {
        var rows = digits.StartsWith("16", StringComparison.Ordinal) ? "16" : digits.StartsWith('8') ? "8" : null;
        return rows is null || digits.Length <= rows.Length + 1 || digits[rows.Length] != '8' ? null : $"m{rows}n8k{digits[(rows.Length + 1)..]}";
    }
}
