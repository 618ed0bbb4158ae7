namespace AccelSim.Isa.Simt;

public static partial class SimtInstructionSet
{
    private static IEnumerable<SimtInstructionDef> Tensor()
    {
        yield return Row(SimtOpcode.LoadMatrix, "ldmatrix{matrices}{transposed}", SimtUnit.LoadStore, SimtTiming.MatrixLoad, "=d:w [a]",
            "Loads 1, 2 or 4 matrices of 8x8 16-bit elements from shared memory; lane 8i+j gives the address of row j of matrix i; lane l gets elements 2(l mod 4) and the next of row l / 4.") with
        { Needs = "ldmatrix", WarpWidth = 32 };

        const string FourTimes = "Four times, once for every eight lanes: ";

        SimtInstructionDef Mma(SimtOpcode opcode, string shape, string output, string input, int d, int a, int b, string? capability, int warp = 32, string times = "")
        {
            var dimensions = shape[1..].Split('n', 'k');
            return Row(opcode, $"mma.{shape}.{output}.{input}", SimtUnit.Tensor, SimtTiming.Tensor, $"=d:{d} a:{a} b:{b} c:{d}",
                $"{times}D = A * B + C: A of {dimensions[0]}x{dimensions[2]} and B of {dimensions[2]}x{dimensions[1]} {input}, C and D of {dimensions[0]}x{dimensions[1]} {output}.") with
            { Needs = capability, WarpWidth = warp };
        }

        yield return Mma(SimtOpcode.MmaM8N8K4F32F16, "m8n8k4", "f32", "f16", 8, 2, 2, "mmaM8n8k4", times: FourTimes);
        yield return Mma(SimtOpcode.MmaM8N8K4F16F16, "m8n8k4", "f16", "f16", 4, 2, 2, "mmaM8n8k4", times: FourTimes);
        yield return Mma(SimtOpcode.MmaM16N8K8F32F16, "m16n8k8", "f32", "f16", 4, 2, 1, "mmaM16n8k16");
        yield return Mma(SimtOpcode.MmaM16N8K8F16F16, "m16n8k8", "f16", "f16", 2, 2, 1, "mmaM16n8k16");
        yield return Mma(SimtOpcode.MmaM16N8K16F32F16, "m16n8k16", "f32", "f16", 4, 4, 2, "mmaM16n8k16");
        yield return Mma(SimtOpcode.MmaM16N8K16F16F16, "m16n8k16", "f16", "f16", 2, 4, 2, "mmaM16n8k16");
        yield return Mma(SimtOpcode.MmaM16N8K8F32BF16, "m16n8k8", "f32", "bf16", 4, 2, 1, "bf16");
        yield return Mma(SimtOpcode.MmaM16N8K16F32BF16, "m16n8k16", "f32", "bf16", 4, 4, 2, "bf16");
        yield return Mma(SimtOpcode.MmaM16N8K4F32TF32, "m16n8k4", "f32", "tf32", 4, 2, 1, "tf32");
        yield return Mma(SimtOpcode.MmaM16N8K8F32TF32, "m16n8k8", "f32", "tf32", 4, 4, 2, "tf32");
        yield return Mma(SimtOpcode.MmaM16N8K16S32S8, "m16n8k16", "s32", "s8", 4, 2, 1, "int8Mma");
        yield return Mma(SimtOpcode.MmaM16N8K32S32S8, "m16n8k32", "s32", "s8", 4, 4, 2, "int8Mma");
        yield return Mma(SimtOpcode.MmaM8N8K4F64F64, "m8n8k4", "f64", "f64", 4, 2, 2, "fp64Mma");
        yield return Mma(SimtOpcode.MmaM8N8K8F32F16, "m8n8k8", "f32", "f16", 4, 2, 2, null, 16);
        yield return Mma(SimtOpcode.MmaM16N16K16F32F16, "m16n16k16", "f32", "f16", 4, 2, 2, "mfma", 64);
        yield return Mma(SimtOpcode.MmaM16N16K16F32BF16, "m16n16k16", "f32", "bf16", 4, 2, 2, "mfma", 64);
        yield return Mma(SimtOpcode.MmaM32N32K8F32F16, "m32n32k8", "f32", "f16", 16, 2, 2, "mfma", 64);
    }
}
