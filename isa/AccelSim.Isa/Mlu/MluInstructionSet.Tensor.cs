namespace AccelSim.Isa.Mlu;

public static partial class MluInstructionSet
{
    private static IEnumerable<MluInstructionDef> Tensor()
    {
        const MluUnit Unit = MluUnit.Tensor;
        MluSuffix[] types = [Type0(["f16", "bf16", "f32", "i32"]), Type1(["f16", "bf16", "f32", "i4", "i8", "i16"]), Type2(["f16", "bf16", "f32", "i4", "i8", "i16"])];

        yield return Row(MluOpcode.Conv, "conv", Unit, MluTiming.Convolution, types, "dst src kernel ci h w kh kw sx sy co dx dy pos",
            "dst[ho,wo,co] = sum src[ho*sy+kh*dy, wo*sx+kw*dx, ci] * kernel * 2^pos. src is h x w x ci in NRAM, already padded; kernel lies in WRAM lane by lane: channel c "
            + "at ((c mod 64) * ceil(co/64) + c / 64) * kh*kw*ci. Sums are fp32 (int32 for integer inputs). A dilation of 0 means 1.");
        yield return Row(MluOpcode.ConvPartial, "conv.partial", Unit, MluTiming.Convolution, types, "dst src kernel partial ci h w kh kw sx sy co dx dy pos",
            "As conv, plus partial (NRAM, same shape and type as dst); dst may be partial.");
        yield return Row(MluOpcode.Matmul, "matmul", Unit, MluTiming.MatrixProduct, types, "dst lhs rhs m k n pos",
            "dst[m,n] = lhs[m,k] (NRAM) x rhs[k,n] (WRAM, rows of n) * 2^pos.");
        yield return Row(MluOpcode.MatmulPartial, "matmul.partial", Unit, MluTiming.MatrixProduct, types, "dst lhs rhs partial m k n pos",
            "As matmul, plus partial[m,n] (NRAM); dst may be partial.");
        yield return Row(MluOpcode.Mlp, "mlp", Unit, MluTiming.MatrixProduct, types, "dst src bias weight h w pos",
            "dst[h] = weight[h,w] (WRAM, lane by lane as in conv) x src[w] * 2^pos + bias[h] (NRAM, type of dst).");
        yield return Row(MluOpcode.ReshapeFilter, "reshape.filter", MluUnit.Vector, MluTiming.Layout, [Type0(["f16", "bf16", "f32", "i8", "i16"])], "dst src n h w c",
            "Rearranges n filters of h*w*c elements into the lane order that conv reads.");
    }
}
