using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>
/// Which element of which matrix a lane holds, written down from the documents and not from the executor. Warps of 32: the PTX ISA, "Matrix fragments for
/// mma", with its conditions on i; warps of 64: AMD's matrix instruction calculator for <c>v_mfma_f32_16x16x16_f16</c> and <c>v_mfma_f32_32x32x8_f16</c>;
/// warps of 16: this project's own, a lane holds four neighbours along k of row (of A) or column (of B) lane / 2.
/// </summary>
internal sealed record FragmentMap(
    SimtOpcode Opcode, int M, int N, int K, SimtElement Input, SimtElement Output, int Lanes, int AElements, int BElements, int CElements,
    Func<int, int, (int Row, int Column)> A, Func<int, int, (int Row, int Column)> B, Func<int, int, (int Row, int Column)> C, Func<int, int>? ProductOf = null)
{
    public int Products => ProductOf is null ? 1 : 4;

    public int Product(int lane) => ProductOf?.Invoke(lane) ?? 0;

    public override string ToString() => Opcode.ToString();

    private static int Group(int lane) => lane >> 2;

    private static int Thread(int lane) => lane % 4;

    private static (int Row, int Column) Rows16(int lane, int i) => (i < 2 ? Group(lane) : Group(lane) + 8, (Thread(lane) * 2) + (i & 1));

    public static IReadOnlyList<FragmentMap> All { get; } =
    [
        QuadPair(SimtOpcode.MmaM8N8K4F32F16, SimtElement.F32),
        QuadPair(SimtOpcode.MmaM8N8K4F16F16, SimtElement.F16),
        K8(SimtOpcode.MmaM16N8K8F32F16, SimtElement.F16, SimtElement.F32),
        K8(SimtOpcode.MmaM16N8K8F16F16, SimtElement.F16, SimtElement.F16),
        K8(SimtOpcode.MmaM16N8K8F32BF16, SimtElement.BF16, SimtElement.F32),
        K16(SimtOpcode.MmaM16N8K16F32F16, SimtElement.F16, SimtElement.F32),
        K16(SimtOpcode.MmaM16N8K16F16F16, SimtElement.F16, SimtElement.F16),
        K16(SimtOpcode.MmaM16N8K16F32BF16, SimtElement.BF16, SimtElement.F32),
        new(
            SimtOpcode.MmaM16N8K4F32TF32, 16, 8, 4, SimtElement.TF32, SimtElement.F32, 32, 2, 1, 4,
            (lane, i) => (i == 0 ? Group(lane) : Group(lane) + 8, Thread(lane)),
            (lane, _) => (Thread(lane), Group(lane)),
            Rows16),
        new(
            SimtOpcode.MmaM16N8K8F32TF32, 16, 8, 8, SimtElement.TF32, SimtElement.F32, 32, 4, 2, 4,
            (lane, i) => (i is 0 or 2 ? Group(lane) : Group(lane) + 8, i is 0 or 1 ? Thread(lane) : Thread(lane) + 4),
            (lane, i) => (i == 0 ? Thread(lane) : Thread(lane) + 4, Group(lane)),
            Rows16),
        new(
            SimtOpcode.MmaM16N8K16S32S8, 16, 8, 16, SimtElement.S8, SimtElement.S32, 32, 8, 4, 4,
            (lane, i) => (i < 4 ? Group(lane) : Group(lane) + 8, (Thread(lane) * 4) + (i & 3)),
            (lane, i) => ((Thread(lane) * 4) + (i & 3), Group(lane)),
            Rows16),
        new(
            SimtOpcode.MmaM16N8K32S32S8, 16, 8, 32, SimtElement.S8, SimtElement.S32, 32, 16, 8, 4,
            (lane, i) => (i is (>= 0 and < 4) or (>= 8 and < 12) ? Group(lane) : Group(lane) + 8, (Thread(lane) * 4) + (i & 3) + (i < 8 ? 0 : 16)),
            (lane, i) => ((Thread(lane) * 4) + (i & 3) + (i < 4 ? 0 : 16), Group(lane)),
            Rows16),
        new(
            SimtOpcode.MmaM8N8K4F64F64, 8, 8, 4, SimtElement.F64, SimtElement.F64, 32, 1, 1, 2,
            (lane, _) => (lane >> 2, lane % 4),
            (lane, _) => (lane % 4, lane >> 2),
            (lane, i) => (lane >> 2, (lane % 4 * 2) + (i & 1))),
        new(
            SimtOpcode.MmaM8N8K8F32F16, 8, 8, 8, SimtElement.F16, SimtElement.F32, 16, 4, 4, 4,
            (lane, i) => (lane >> 1, (lane & 1) == 0 ? i : 4 + i),
            (lane, i) => ((lane & 1) == 0 ? i : 4 + i, lane >> 1),
            (lane, i) => (lane >> 1, (lane & 1) == 0 ? i : 4 + i)),
        Wave16(SimtOpcode.MmaM16N16K16F32F16, SimtElement.F16),
        Wave16(SimtOpcode.MmaM16N16K16F32BF16, SimtElement.BF16),
        new(
            SimtOpcode.MmaM32N32K8F32F16, 32, 32, 8, SimtElement.F16, SimtElement.F32, 64, 4, 4, 16,
            (lane, i) => (lane % 32, (4 * (lane / 32)) + i),
            (lane, i) => ((4 * (lane / 32)) + i, lane % 32),
            (lane, i) => ((8 * (i / 4)) + (4 * (lane / 32)) + (i % 4), lane % 32)),
    ];

    private static FragmentMap QuadPair(SimtOpcode opcode, SimtElement output)
    {
        static int Own(int lane) => lane < 16 ? lane % 4 : (lane % 4) + 4;
        return new(
            opcode, 8, 8, 4, SimtElement.F16, output, 32, 4, 4, 8,
            (lane, i) => (Own(lane), i),
            (lane, i) => (i, Own(lane)),
            output == SimtElement.F16
                ? (lane, i) => (Own(lane), i)
                : (lane, i) => ((lane & 1) + (i & 2) + (lane < 16 ? 0 : 4), (i & 4) + (lane & 2) + (i & 1)),
            lane => lane switch { < 4 or (>= 16 and < 20) => 0, < 8 or (>= 20 and < 24) => 1, < 12 or (>= 24 and < 28) => 2, _ => 3 });
    }

    private static FragmentMap K8(SimtOpcode opcode, SimtElement input, SimtElement output) => new(
        opcode, 16, 8, 8, input, output, 32, 4, 2, 4,
        Rows16,
        (lane, i) => ((Thread(lane) * 2) + i, Group(lane)),
        Rows16);

    private static FragmentMap K16(SimtOpcode opcode, SimtElement input, SimtElement output) => new(
        opcode, 16, 8, 16, input, output, 32, 8, 4, 4,
        (lane, i) => (i is (>= 0 and < 2) or (>= 4 and < 6) ? Group(lane) : Group(lane) + 8, (Thread(lane) * 2) + (i & 1) + (i >= 4 ? 8 : 0)),
        (lane, i) => ((Thread(lane) * 2) + (i & 1) + (i >= 2 ? 8 : 0), Group(lane)),
        Rows16);

    private static FragmentMap Wave16(SimtOpcode opcode, SimtElement input) => new(
        opcode, 16, 16, 16, input, SimtElement.F32, 64, 4, 4, 4,
        (lane, i) => (lane % 16, (4 * (lane / 16)) + i),
        (lane, i) => ((4 * (lane / 16)) + i, lane % 16),
        (lane, i) => ((4 * (lane / 16)) + i, lane % 16));
}
