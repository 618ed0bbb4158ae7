namespace AccelSim.Isa.Simt;

public static partial class SimtInstructionSet
{
    private static IEnumerable<SimtInstructionDef> FloatingPoint()
    {
        SimtInstructionDef Single(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.Float32, SimtTiming.Float32, operands, summary);

        SimtInstructionDef Packed(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.Half, SimtTiming.Half, operands, summary);

        SimtInstructionDef Double(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.Float64, SimtTiming.Float64, operands, summary);

        SimtInstructionDef Convert(SimtOpcode opcode, string template, string operands, string summary) =>
            Row(opcode, template, SimtUnit.Convert, SimtTiming.Convert, operands, summary);

        SimtInstructionDef Special(SimtOpcode opcode, string template, string summary) =>
            Row(opcode, template, SimtUnit.Special, SimtTiming.Special, "=d a", summary);

        const string Two = "=d a b?";
        const string Three = "=d a b? c";
        yield return Single(SimtOpcode.AddF32, "add.f32", Two, "d = a + b.");
        yield return Single(SimtOpcode.SubF32, "sub.f32", Two, "d = a - b.");
        yield return Single(SimtOpcode.MulF32, "mul.f32", Two, "d = a * b.");
        yield return Single(SimtOpcode.FmaF32, "fma.f32", Three, "d = a * b + c, rounded once.");
        yield return Single(SimtOpcode.MinF32, "min.f32", Two, "d = the smaller; the number where the other is not one.");
        yield return Single(SimtOpcode.MaxF32, "max.f32", Two, "d = the larger; the number where the other is not one.");
        yield return Single(SimtOpcode.AbsF32, "abs.f32", "=d a", "d = |a|.");
        yield return Single(SimtOpcode.NegF32, "neg.f32", "=d a", "d = -a.");

        yield return Packed(SimtOpcode.AddF16x2, "add.f16x2", Two, "Both halves: d = a + b.");
        yield return Packed(SimtOpcode.SubF16x2, "sub.f16x2", Two, "Both halves: d = a - b.");
        yield return Packed(SimtOpcode.MulF16x2, "mul.f16x2", Two, "Both halves: d = a * b.");
        yield return Packed(SimtOpcode.FmaF16x2, "fma.f16x2", Three, "Both halves: d = a * b + c, rounded once.");
        yield return Packed(SimtOpcode.MinF16x2, "min.f16x2", Two, "Both halves: d = the smaller.");
        yield return Packed(SimtOpcode.MaxF16x2, "max.f16x2", Two, "Both halves: d = the larger.");
        yield return Packed(SimtOpcode.AddBF16x2, "add.bf16x2", Two, "Both halves: d = a + b.") with { Needs = "bf16" };
        yield return Packed(SimtOpcode.SubBF16x2, "sub.bf16x2", Two, "Both halves: d = a - b.") with { Needs = "bf16" };
        yield return Packed(SimtOpcode.MulBF16x2, "mul.bf16x2", Two, "Both halves: d = a * b.") with { Needs = "bf16" };
        yield return Packed(SimtOpcode.FmaBF16x2, "fma.bf16x2", Three, "Both halves: d = a * b + c, rounded once.") with { Needs = "bf16" };
        yield return Packed(SimtOpcode.MinBF16x2, "min.bf16x2", Two, "Both halves: d = the smaller.") with { Needs = "bf16" };
        yield return Packed(SimtOpcode.MaxBF16x2, "max.bf16x2", Two, "Both halves: d = the larger.") with { Needs = "bf16" };

        const string TwoWide = "=d:2 a:2 b?:2";
        yield return Double(SimtOpcode.AddF64, "add.f64", TwoWide, "d = a + b; an immediate holds the upper 32 bits of b.");
        yield return Double(SimtOpcode.SubF64, "sub.f64", TwoWide, "d = a - b; an immediate holds the upper 32 bits of b.");
        yield return Double(SimtOpcode.MulF64, "mul.f64", TwoWide, "d = a * b; an immediate holds the upper 32 bits of b.");
        yield return Double(SimtOpcode.FmaF64, "fma.f64", "=d:2 a:2 b?:2 c:2", "d = a * b + c, rounded once; an immediate holds the upper 32 bits of b.");
        yield return Double(SimtOpcode.MinF64, "min.f64", TwoWide, "d = the smaller; an immediate holds the upper 32 bits of b.");
        yield return Double(SimtOpcode.MaxF64, "max.f64", TwoWide, "d = the larger; an immediate holds the upper 32 bits of b.");

        yield return Convert(SimtOpcode.ConvertF32S32, "cvt.f32.s32", "=d a", "d = a as fp32, nearest even.");
        yield return Convert(SimtOpcode.ConvertF32U32, "cvt.f32.u32", "=d a", "d = a as fp32, nearest even.");
        yield return Convert(SimtOpcode.ConvertS32F32, "cvt{rounding}.s32.f32", "=d a", "d = a rounded to an integer, saturating; 0 for not a number.");
        yield return Convert(SimtOpcode.ConvertU32F32, "cvt{rounding}.u32.f32", "=d a", "d = a rounded to an integer, saturating; 0 for not a number.");
        yield return Convert(SimtOpcode.RoundF32, "rnd{rounding}.f32", "=d a", "d = a rounded to an integral fp32.");
        yield return Convert(SimtOpcode.ConvertF16x2F32, "cvt.f16x2.f32", Two, "Low half of d = a, high half = b, as fp16, nearest even.");
        yield return Convert(SimtOpcode.ConvertBF16x2F32, "cvt.bf16x2.f32", Two, "Low half of d = a, high half = b, as bf16, nearest even.") with { Needs = "bf16" };
        yield return Convert(SimtOpcode.ConvertF32F16, "cvt.f32.f16{half}", "=d a", "d = one half of a.");
        yield return Convert(SimtOpcode.ConvertF32BF16, "cvt.f32.bf16{half}", "=d a", "d = one half of a.") with { Needs = "bf16" };
        yield return Convert(SimtOpcode.ConvertF64F32, "cvt.f64.f32", "=d:2 a", "d = a.");
        yield return Convert(SimtOpcode.ConvertF32F64, "cvt.f32.f64", "=d a:2", "d = a, nearest even.");
        yield return Convert(SimtOpcode.ConvertF64S32, "cvt.f64.s32", "=d:2 a", "d = a.");
        yield return Convert(SimtOpcode.ConvertS32F64, "cvt{rounding}.s32.f64", "=d a:2", "d = a rounded to an integer, saturating; 0 for not a number.");
        yield return Convert(SimtOpcode.ConvertS64S32, "cvt.s64.s32", "=d:2 a", "d = a extended by its sign.");
        yield return Convert(SimtOpcode.ConvertS8F32, "cvt.s8.f32", "=d a", "d = a to nearest even, saturated to -128 ... 127, extended by its sign; 0 for not a number.");

        yield return Special(SimtOpcode.Exp2F32, "ex2.f32", "d = 2^a.");
        yield return Special(SimtOpcode.Log2F32, "lg2.f32", "d = log2 a.");
        yield return Special(SimtOpcode.ReciprocalF32, "rcp.f32", "d = 1 / a.");
        yield return Special(SimtOpcode.ReciprocalSqrtF32, "rsqrt.f32", "d = 1 / square root of a.");
        yield return Special(SimtOpcode.SqrtF32, "sqrt.f32", "d = square root of a.");
        yield return Special(SimtOpcode.SinF32, "sin.f32", "d = sin a, a in radians.");
        yield return Special(SimtOpcode.CosF32, "cos.f32", "d = cos a, a in radians.");
        yield return Special(SimtOpcode.TanhF32, "tanh.f32", "d = tanh a.");
    }
}
