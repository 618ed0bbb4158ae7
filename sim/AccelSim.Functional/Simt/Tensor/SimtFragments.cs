using System.Collections.Frozen;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// How the lanes of a warp share the matrices of each <c>mma</c>. Warps of 32: as the PTX ISA draws them (9.7.14, matrix fragments); with g = lane / 4 and
/// t = lane mod 4, a lane holds rows g and g + 8 of A, column g of B, and columns 2t and 2t + 1 of C, and along k as many neighbouring elements
/// as fill a register. <c>m8n8k4</c> on fp16 is four products side by side, one for each pair of quads (lanes 4q to 4q + 3 and 16 + 4q to 19 + 4q).
/// Warps of 64: as AMD's matrix instruction calculator gives <c>v_mfma_f32_16x16x16_f16</c> and <c>v_mfma_f32_32x32x8_f16</c>.
/// Warps of 16 (<c>m8n8k8</c>): lane / 2 is the row of A and C and the column of B, and each lane holds four neighbours.
/// </summary>
public static class SimtFragments
{
    private static readonly FrozenDictionary<SimtOpcode, SimtMatrixProduct> Products = Build().ToFrozenDictionary(product => product.Opcode);

    /// <summary>The product that an opcode computes.</summary>
    public static SimtMatrixProduct Of(SimtOpcode opcode) => Products[opcode];

    private static IEnumerable<SimtMatrixProduct> Build()
    {
        yield return QuadPairs(SimtOpcode.MmaM8N8K4F32F16, SimtElement.F32);
        yield return QuadPairs(SimtOpcode.MmaM8N8K4F16F16, SimtElement.F16);
        yield return Rows16(SimtOpcode.MmaM16N8K8F32F16, 8, SimtElement.F16, SimtElement.F32);
        yield return Rows16(SimtOpcode.MmaM16N8K8F16F16, 8, SimtElement.F16, SimtElement.F16);
        yield return Rows16(SimtOpcode.MmaM16N8K16F32F16, 16, SimtElement.F16, SimtElement.F32);
        yield return Rows16(SimtOpcode.MmaM16N8K16F16F16, 16, SimtElement.F16, SimtElement.F16);
        yield return Rows16(SimtOpcode.MmaM16N8K8F32BF16, 8, SimtElement.BF16, SimtElement.F32);
        yield return Rows16(SimtOpcode.MmaM16N8K16F32BF16, 16, SimtElement.BF16, SimtElement.F32);
        yield return Rows16(SimtOpcode.MmaM16N8K4F32TF32, 4, SimtElement.TF32, SimtElement.F32);
        yield return Rows16(SimtOpcode.MmaM16N8K8F32TF32, 8, SimtElement.TF32, SimtElement.F32);
        yield return Rows16(SimtOpcode.MmaM16N8K16S32S8, 16, SimtElement.S8, SimtElement.S32);
        yield return Rows16(SimtOpcode.MmaM16N8K32S32S8, 32, SimtElement.S8, SimtElement.S32);
        yield return new(
            SimtOpcode.MmaM8N8K4F64F64, 8, 8, 4, 1,
            Fragment(32, SimtElement.F64, 1, 4, (lane, _) => (lane / 4, lane % 4)),
            Fragment(32, SimtElement.F64, 1, 8, (lane, _) => (lane % 4, lane / 4)),
            Fragment(32, SimtElement.F64, 2, 8, (lane, e) => (lane / 4, (2 * (lane % 4)) + e)));
        yield return new(
            SimtOpcode.MmaM8N8K8F32F16, 8, 8, 8, 1,
            Fragment(16, SimtElement.F16, 4, 8, (lane, e) => (lane / 2, (4 * (lane % 2)) + e)),
            Fragment(16, SimtElement.F16, 4, 8, (lane, e) => ((4 * (lane % 2)) + e, lane / 2)),
            Fragment(16, SimtElement.F32, 4, 8, (lane, e) => (lane / 2, (4 * (lane % 2)) + e)));
        yield return Wave(SimtOpcode.MmaM16N16K16F32F16, SimtElement.F16, 16, 16);
        yield return Wave(SimtOpcode.MmaM16N16K16F32BF16, SimtElement.BF16, 16, 16);
        yield return Wave(SimtOpcode.MmaM32N32K8F32F16, SimtElement.F16, 32, 8);
    }

    private static SimtMatrixProduct QuadPairs(SimtOpcode opcode, SimtElement output)
    {
        static int Pair(int lane) => lane % 16 / 4;
        static int Own(int lane) => (lane % 4) + (lane < 16 ? 0 : 4);
        return new(
            opcode, 8, 8, 4, 4,
            Fragment(32, SimtElement.F16, 4, 4, (lane, e) => ((8 * Pair(lane)) + Own(lane), e)),
            Fragment(32, SimtElement.F16, 4, 8, (lane, e) => ((4 * Pair(lane)) + e, Own(lane))),
            output == SimtElement.F16
                ? Fragment(32, output, 8, 8, (lane, e) => ((8 * Pair(lane)) + Own(lane), e))
                : Fragment(32, output, 8, 8, (lane, e) => ((8 * Pair(lane)) + (lane < 16 ? 0 : 4) + (lane & 1) + (e & 2), (e & 4) + (lane & 2) + (e & 1))));
    }

    private static SimtMatrixProduct Rows16(SimtOpcode opcode, int k, SimtElement input, SimtElement output)
    {
        // Neighbours along k that fill a register, and the k that four lanes together cover.
        var packed = input switch { SimtElement.S8 => 4, SimtElement.TF32 => 1, _ => 2 };
        var span = 4 * packed;
        return new(
            opcode, 16, 8, k, 1,
            Fragment(32, input, 2 * k / 4, k, (lane, e) => ((lane / 4) + (8 * (e / packed % 2)), (packed * (lane % 4)) + (e % packed) + (span * (e / packed / 2)))),
            Fragment(32, input, k / 4, 8, (lane, e) => ((packed * (lane % 4)) + (e % packed) + (span * (e / packed)), lane / 4)),
            Fragment(32, output, 4, 8, (lane, e) => ((lane / 4) + (8 * (e / 2)), (2 * (lane % 4)) + (e % 2))));
    }

    private static SimtMatrixProduct Wave(SimtOpcode opcode, SimtElement input, int side, int k) => new(
        opcode, side, side, k, 1,
        Fragment(64, input, 4, k, (lane, e) => (lane % side, (4 * (lane / side)) + e)),
        Fragment(64, input, 4, side, (lane, e) => ((4 * (lane / side)) + e, lane % side)),
        Fragment(64, SimtElement.F32, side * side / 64, side, (lane, e) => ((256 / side * (e / 4)) + (4 * (lane / side)) + (e % 4), lane % side)));

    private static SimtFragment Fragment(int lanes, SimtElement element, int perLane, int columns, Func<int, int, (int Row, int Column)> place) => new(
        element,
        perLane,
        [.. Enumerable.Range(0, lanes * perLane).Select(index => place(index / perLane, index % perLane)).Select(at => (at.Row * columns) + at.Column)]);
}
