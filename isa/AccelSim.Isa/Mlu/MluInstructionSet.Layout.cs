namespace AccelSim.Isa.Mlu;

public static partial class MluInstructionSet
{
    private static IEnumerable<MluInstructionDef> Layout()
    {
        MluInstructionDef Op(MluOpcode opcode, string mnemonic, string operands, string summary) =>
            Row(opcode, mnemonic, MluUnit.Vector, MluTiming.Layout, [Type0(Movable)], operands, summary);

        yield return Op(MluOpcode.Transpose, "transpose", "dst src h w", "dst[w,h] = src[h,w]; only the element size of the type matters.");
        yield return Op(MluOpcode.Rotate90, "rotate90", "dst src h w", "dst[w,h] = src turned clockwise by 90 degrees.");
        yield return Op(MluOpcode.Rotate180, "rotate180", "dst src h w", "dst[h,w] = src turned by 180 degrees.");
        yield return Op(MluOpcode.Rotate270, "rotate270", "dst src h w", "dst[w,h] = src turned clockwise by 270 degrees.");
        yield return Op(MluOpcode.Mirror, "mirror", "dst src h w", "dst[h,w] = src with every row reversed.");
        yield return Op(MluOpcode.Pad, "pad", "dst src c h w top bottom left right", "dst = src[h,w,c] with rows and columns of zeros around it.");
        yield return Op(MluOpcode.NhwcToNchw, "nhwc2nchw", "dst src n h w c", "dst[n,c,h,w] = src[n,h,w,c].");
        yield return Op(MluOpcode.NchwToNhwc, "nchw2nhwc", "dst src n h w c", "dst[n,h,w,c] = src[n,c,h,w].");
    }
}
