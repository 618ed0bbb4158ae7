namespace AccelSim.Isa.Mlu;

public static partial class MluInstructionSet
{
    private static IEnumerable<MluInstructionDef> Movement()
    {
        const MluUnit Unit = MluUnit.Dma;
        yield return Row(MluOpcode.Memcpy, "memcpy", Unit, MluTiming.Copy, [DirectionSuffix(), AsyncSuffix()], "dst src bytes",
            "Copies bytes. Without .async the core waits for the copy to complete.");
        yield return Row(MluOpcode.Memcpy2D, "memcpy2d", Unit, MluTiming.Copy, [DirectionSuffix(), AsyncSuffix()], "dst src bytes dst_stride src_stride segments",
            "Copies segments of bytes each; the strides are distances in bytes between the starts of consecutive segments.");
        yield return Row(MluOpcode.Memcpy3D, "memcpy3d", Unit, MluTiming.Copy, [DirectionSuffix(), AsyncSuffix()],
            "dst src bytes dst_stride0 dst_segments1 dst_stride1 dst_segments2 src_stride0 src_segments1 src_stride1 src_segments2 cluster",
            "Copies segments placed by two nested strides on either side (segments1 * segments2 must agree); cluster is the destination cluster of sram2sram, else ignored.") with
        { Needs = MluCapabilities.StridedCopy3D };
        yield return Row(MluOpcode.Fill, "fill", Unit, MluTiming.Fill, [SpaceSuffix("gdram", "ldram", "nram", "wram", "sram"), Type0(Movable), AsyncSuffix()],
            "dst value count", "Stores the low bits of value into count consecutive elements.");
        yield return Row(MluOpcode.Fill2D, "fill2d", Unit, MluTiming.Fill, [SpaceSuffix("gdram", "ldram", "nram", "wram", "sram"), Type0(Movable), AsyncSuffix()],
            "dst value count dst_stride segments", "Fills segments of count elements each, dst_stride bytes apart.");
        yield return Row(MluOpcode.Gather, "gather", Unit, MluTiming.GatherScatter, [SpaceSuffix("gdram", "sram"), AsyncSuffix()], "dst src offsets bytes count",
            "Copies count pieces of bytes each into consecutive NRAM from src + the i64 byte offsets in NRAM.") with
        { Needs = MluCapabilities.GatherScatter };
        yield return Row(MluOpcode.Scatter, "scatter", Unit, MluTiming.GatherScatter, [SpaceSuffix("gdram", "sram"), AsyncSuffix()], "dst src offsets bytes count",
            "Copies count pieces of bytes each from consecutive NRAM to dst + the i64 byte offsets in NRAM; later pieces win.") with
        { Needs = MluCapabilities.GatherScatter };

        MluInstructionDef Atomic(MluOpcode opcode, string mnemonic, string summary) =>
            Row(opcode, mnemonic, Unit, MluTiming.Atomic, [Type0(["f16", "bf16", "f32", "i16", "i32", "i64"])], "old address src count", summary);

        yield return Atomic(MluOpcode.AtomicAdd, "atomic.add", "For count elements: old (NRAM) = memory (GDRAM); memory += src (NRAM); one indivisible step each.");
        yield return Atomic(MluOpcode.AtomicMax, "atomic.max", "As atomic.add, with the larger value kept.");
        yield return Atomic(MluOpcode.AtomicMin, "atomic.min", "As atomic.add, with the smaller value kept.");
        yield return Atomic(MluOpcode.AtomicAnd, "atomic.and", "As atomic.add, with a bitwise and.");
        yield return Atomic(MluOpcode.AtomicOr, "atomic.or", "As atomic.add, with a bitwise or.");
        yield return Atomic(MluOpcode.AtomicXor, "atomic.xor", "As atomic.add, with a bitwise exclusive or.");
        yield return Atomic(MluOpcode.AtomicExchange, "atomic.exch", "As atomic.add, with memory = src.");
        yield return Row(MluOpcode.AtomicCompareSwap, "atomic.cas", Unit, MluTiming.Atomic, [Type0(["i16", "i32", "i64"])], "old address src compare count",
            "As atomic.exch, only where memory = compare (NRAM).");
        yield return Atomic(MluOpcode.AtomicIncrement, "atomic.inc", "As atomic.add: memory = memory >= src ? 0 : memory + 1.");
        yield return Atomic(MluOpcode.AtomicDecrement, "atomic.dec", "As atomic.add: memory = memory = 0 or memory > src ? src : memory - 1.");

        MluInstructionDef AtomicReduce(MluOpcode opcode, string mnemonic, string summary) =>
            Row(opcode, mnemonic, Unit, MluTiming.Atomic, [Type0(["f16", "bf16", "f32", "i16", "i32"])], "address src count", summary);

        yield return AtomicReduce(MluOpcode.AtomicReduceAdd, "atomic.reduce.add", "memory (GDRAM) += src (NRAM) for count elements, nothing returned.");
        yield return AtomicReduce(MluOpcode.AtomicReduceMax, "atomic.reduce.max", "memory = max(memory, src) for count elements.");
        yield return AtomicReduce(MluOpcode.AtomicReduceMin, "atomic.reduce.min", "memory = min(memory, src) for count elements.");
    }
}
