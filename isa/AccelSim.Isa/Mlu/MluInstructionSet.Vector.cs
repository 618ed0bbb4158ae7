namespace AccelSim.Isa.Mlu;

public static partial class MluInstructionSet
{
    private static IEnumerable<MluInstructionDef> Vector()
    {
        MluInstructionDef Op(MluOpcode opcode, string mnemonic, string operands, string summary, MluTiming timing = MluTiming.VectorSimple) =>
            Row(opcode, mnemonic, MluUnit.Vector, timing, [Type0(Numeric)], operands, summary);

        MluInstructionDef FloatOp(MluOpcode opcode, string mnemonic, string summary, MluTiming timing = MluTiming.VectorTranscendental) =>
            Row(opcode, mnemonic, MluUnit.Vector, timing, [Type0(Float)], "dst src n", summary);

        const string Two = "dst a b n";
        yield return Op(MluOpcode.VAdd, "vadd", Two, "dst = a + b, element by element, n elements; integers saturate.");
        yield return Op(MluOpcode.VSub, "vsub", Two, "dst = a - b; integers saturate.");
        yield return Op(MluOpcode.VMul, "vmul", Two, "dst = a * b; integers saturate.");
        yield return Op(MluOpcode.VDiv, "vdiv", Two, "dst = a / b; integers toward zero, 0 where b is 0.", MluTiming.VectorDivide);
        yield return Op(MluOpcode.VMax, "vmax", Two, "dst = the larger of a and b.");
        yield return Op(MluOpcode.VMin, "vmin", Two, "dst = the smaller of a and b.");
        yield return Op(MluOpcode.VFma, "vfma", "dst a b c n", "dst = a * b + c, rounded once.");
        yield return Op(MluOpcode.VFms, "vfms", "dst a b c n", "dst = a * b - c, rounded once.");
        yield return Op(MluOpcode.VAnd, "vand", Two, "dst = 1 where a and b are both non-zero, else 0.");
        yield return Op(MluOpcode.VOr, "vor", Two, "dst = 1 where a or b is non-zero, else 0.");
        yield return Op(MluOpcode.VXor, "vxor", Two, "dst = 1 where exactly one of a and b is non-zero, else 0.");
        yield return Op(MluOpcode.VBitAnd, "vband", Two, "dst = the bits of a and b.");
        yield return Op(MluOpcode.VBitOr, "vbor", Two, "dst = the bits of a or b.");
        yield return Op(MluOpcode.VBitXor, "vbxor", Two, "dst = the bits of a exclusive-or b.");
        yield return Op(MluOpcode.VEqual, "veq", Two, "dst = 1 where a = b, else 0, in the same type.");
        yield return Op(MluOpcode.VNotEqual, "vne", Two, "dst = 1 where a != b, else 0.");
        yield return Op(MluOpcode.VLess, "vlt", Two, "dst = 1 where a < b, else 0.");
        yield return Op(MluOpcode.VLessEqual, "vle", Two, "dst = 1 where a <= b, else 0.");
        yield return Op(MluOpcode.VGreater, "vgt", Two, "dst = 1 where a > b, else 0.");
        yield return Op(MluOpcode.VGreaterEqual, "vge", Two, "dst = 1 where a >= b, else 0.");
        yield return Op(MluOpcode.VSelect, "vsel", "dst a b mask n", "dst = mask != 0 ? a : b, all of the same type.");

        const string Scalar = "dst a scalar n";
        yield return Op(MluOpcode.VAddScalar, "vadd.s", Scalar, "dst = a + scalar; scalar is a register holding a value of the type.");
        yield return Op(MluOpcode.VSubScalar, "vsub.s", Scalar, "dst = a - scalar.");
        yield return Op(MluOpcode.VMulScalar, "vmul.s", Scalar, "dst = a * scalar.");
        yield return Op(MluOpcode.VDivScalar, "vdiv.s", Scalar, "dst = a / scalar.", MluTiming.VectorDivide);
        yield return Op(MluOpcode.VMaxScalar, "vmax.s", Scalar, "dst = the larger of a and scalar.");
        yield return Op(MluOpcode.VMinScalar, "vmin.s", Scalar, "dst = the smaller of a and scalar.");
        yield return Op(MluOpcode.VEqualScalar, "veq.s", Scalar, "dst = 1 where a = scalar, else 0.");
        yield return Op(MluOpcode.VNotEqualScalar, "vne.s", Scalar, "dst = 1 where a != scalar, else 0.");
        yield return Op(MluOpcode.VLessScalar, "vlt.s", Scalar, "dst = 1 where a < scalar, else 0.");
        yield return Op(MluOpcode.VLessEqualScalar, "vle.s", Scalar, "dst = 1 where a <= scalar, else 0.");
        yield return Op(MluOpcode.VGreaterScalar, "vgt.s", Scalar, "dst = 1 where a > scalar, else 0.");
        yield return Op(MluOpcode.VGreaterEqualScalar, "vge.s", Scalar, "dst = 1 where a >= scalar, else 0.");
        yield return Op(MluOpcode.VRsubScalar, "vrsub.s", Scalar, "dst = scalar - a.");
        yield return Op(MluOpcode.VBitAndScalar, "vband.s", Scalar, "dst = the bits of a and scalar.");

        const string Cycle = "dst a segment n segment_n";
        yield return Op(MluOpcode.VCycleAdd, "vcadd", Cycle, "dst[i] = a[i] + segment[i mod segment_n], n elements.");
        yield return Op(MluOpcode.VCycleSub, "vcsub", Cycle, "dst[i] = a[i] - segment[i mod segment_n].");
        yield return Op(MluOpcode.VCycleMul, "vcmul", Cycle, "dst[i] = a[i] * segment[i mod segment_n].");
        yield return Op(MluOpcode.VCycleDiv, "vcdiv", Cycle, "dst[i] = a[i] / segment[i mod segment_n].", MluTiming.VectorDivide);
        yield return Op(MluOpcode.VCycleMax, "vcmax", Cycle, "dst[i] = the larger of a[i] and segment[i mod segment_n].");
        yield return Op(MluOpcode.VCycleMin, "vcmin", Cycle, "dst[i] = the smaller of a[i] and segment[i mod segment_n].");
        yield return Op(MluOpcode.VCycleEqual, "vceq", Cycle, "dst[i] = 1 where a[i] = segment[i mod segment_n], else 0.");
        yield return Op(MluOpcode.VCycleLess, "vclt", Cycle, "dst[i] = 1 where a[i] < segment[i mod segment_n], else 0.");
        yield return Op(MluOpcode.VCycleGreaterEqual, "vcge", Cycle, "dst[i] = 1 where a[i] >= segment[i mod segment_n], else 0.");
        yield return Op(MluOpcode.VCycleFma, "vcfma", "dst a segment c n segment_n", "dst[i] = a[i] * segment[i mod segment_n] + c[i], rounded once.");

        const string One = "dst src n";
        yield return Op(MluOpcode.VAbs, "vabs", One, "dst = |src|.");
        yield return Op(MluOpcode.VNeg, "vneg", One, "dst = -src.");
        yield return Op(MluOpcode.VNot, "vnot", One, "dst = 1 where src is zero, else 0.");
        yield return Op(MluOpcode.VBitNot, "vbnot", One, "dst = the complement of the bits of src.");
        yield return Op(MluOpcode.VSign, "vsign", One, "dst = -1, 0 or 1.");
        yield return Op(MluOpcode.VSquare, "vsquare", One, "dst = src * src.");
        yield return Op(MluOpcode.VRelu, "vrelu", One, "dst = max(src, 0).");
        yield return Op(MluOpcode.VReluN, "vrelun", "dst src n cap", "dst = min(max(src, 0), cap); cap is a register holding a value of the type.");
        yield return FloatOp(MluOpcode.VGelu, "vgelu", "dst = src * (1 + erf(src / sqrt 2)) / 2.");
        yield return FloatOp(MluOpcode.VGeluTanh, "vgelup", "dst = the tanh approximation of gelu.");
        yield return FloatOp(MluOpcode.VSigmoid, "vsigmoid", "dst = 1 / (1 + exp(-src)).");
        yield return FloatOp(MluOpcode.VTanh, "vtanh", "dst = tanh(src).");
        yield return FloatOp(MluOpcode.VExp, "vexp", "dst = e^src.");
        yield return FloatOp(MluOpcode.VPow2, "vpow2", "dst = 2^src.");
        yield return FloatOp(MluOpcode.VLog, "vlog", "dst = natural logarithm of src.");
        yield return FloatOp(MluOpcode.VSin, "vsin", "dst = sin(src).");
        yield return FloatOp(MluOpcode.VCos, "vcos", "dst = cos(src).");
        yield return FloatOp(MluOpcode.VSqrt, "vsqrt", "dst = square root of src.", MluTiming.VectorDivide);
        yield return FloatOp(MluOpcode.VRsqrt, "vrsqrt", "dst = 1 / square root of src.", MluTiming.VectorDivide);
        yield return FloatOp(MluOpcode.VRecip, "vrecip", "dst = 1 / src.", MluTiming.VectorDivide);
        yield return FloatOp(MluOpcode.VErf, "verf", "dst = erf(src).");
        yield return FloatOp(MluOpcode.VFloor, "vfloor", "dst = the largest integer not above src.", MluTiming.VectorSimple);
        yield return FloatOp(MluOpcode.VCeil, "vceil", "dst = the smallest integer not below src.", MluTiming.VectorSimple);
        yield return FloatOp(MluOpcode.VRound, "vround", "dst = the nearest integer, ties to even.", MluTiming.VectorSimple);
        yield return FloatOp(MluOpcode.VSilu, "vsilu", "dst = src / (1 + exp(-src)).");
        yield return Op(MluOpcode.VLut, "vlut", "dst src table n table_n", "dst[i] = table[src[i]], src as i32, clamped to the table.");

        yield return Op(MluOpcode.VReduceSum, "vredsum", One,
            "Folds n elements into one 128-byte group: dst[j] = sum of src[j + k * (128 / element size)], then dst[0] = the sum of all.", MluTiming.VectorReduce);
        yield return Op(MluOpcode.VReduceMax, "vredmax", One, "dst[0] = the largest element; the element's index as u32 follows 4 bytes aligned after it.", MluTiming.VectorReduce);
        yield return Op(MluOpcode.VReduceMin, "vredmin", One, "dst[0] = the smallest element; the element's index as u32 follows 4 bytes aligned after it.", MluTiming.VectorReduce);

        MluInstructionDef Search(MluOpcode opcode, string mnemonic, string summary) =>
            Row(opcode, mnemonic, MluUnit.Vector, MluTiming.VectorReduce, [Type0(Numeric)], "=d src n", summary);

        yield return Search(MluOpcode.VCount, "vcount", "d = the number of non-zero elements; the register is ready when the operation completes.");
        yield return Search(MluOpcode.VFindFirst, "vfindfirst1", "d = the index of the first non-zero element, or n.");
        yield return Search(MluOpcode.VFindLast, "vfindlast1", "d = the index of the last non-zero element, or -1.");
        yield return Row(MluOpcode.VFilter, "vfilter", MluUnit.Vector, MluTiming.VectorReduce, [Type0(Numeric)], "=d dst src mask n",
            "Packs the elements of src whose mask is non-zero to the front of dst; d = how many.");

        MluInstructionDef Pool(MluOpcode opcode, string mnemonic, string operands, string summary) =>
            Row(opcode, mnemonic, MluUnit.Vector, MluTiming.Pooling, [Type0(Numeric)], operands, summary);

        const string Window = "dst src c h w kh kw sx sy";
        yield return Pool(MluOpcode.MaxPool, "maxpool", Window, "dst[ho,wo,c] = the largest of the kh x kw window of src[h,w,c], strides sy and sx, no padding.");
        yield return Pool(MluOpcode.MinPool, "minpool", Window, "As maxpool, the smallest.");
        yield return Pool(MluOpcode.AvgPool, "avgpool", Window, "As maxpool, the mean; sums in fp32.");
        yield return Pool(MluOpcode.SumPool, "sumpool", Window, "As maxpool, the sum in fp32; also reduces columns.");
        yield return Pool(MluOpcode.MaxPoolIndex, "maxpool.index", Window, "dst = the position (kh * width + kw, as the type) of the largest in its window.");
        yield return Pool(MluOpcode.MinPoolIndex, "minpool.index", Window, "dst = the position of the smallest in its window.");
        yield return Pool(MluOpcode.Unpool, "unpool", "dst src index c h w kh kw sx sy", "Writes src[ho,wo,c] to its index in the window of dst[h,w,c], zeros elsewhere.");

        yield return Row(MluOpcode.Convert, "cvt", MluUnit.Vector, MluTiming.Conversion, [Type0(AnyType), Type1(AnyType), RoundingSuffix()], "dst src n pos",
            "dst = src converted; to an integer type: round(src * 2^-pos), saturating; from one: src * 2^pos.");
    }
}
