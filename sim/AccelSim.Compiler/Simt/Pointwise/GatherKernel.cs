using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>
/// Looks up slices by index: result [outer, i, inner] = table [outer, indices[i], inner]. Threads take neighbours along the slice, so that a slice is read in whole
/// sectors. Negative indices count from the end. Parameters: table, indices, y.
/// </summary>
internal static class GatherKernel
{
    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="outer">Slices of the table before the axis.</param>
    /// <param name="rows">Extent of the axis.</param>
    /// <param name="inner">Elements after the axis.</param>
    /// <param name="count">Indices.</param>
    /// <param name="type">Element type of the table; any of 2, 4 or 8 bytes.</param>
    /// <param name="index">Int32 or Int64.</param>
    /// <param name="target">Chip.</param>
    public static SimtLayerKernel Write(string name, long outer, long rows, long inner, long count, ElementType type, ElementType index, SimtTarget target)
    {
        if (outer * count * inner > int.MaxValue || outer * rows * inner > int.MaxValue)
        {
            throw new CompileException($"a look-up of {outer * count * inner} elements in a table of {outer * rows * inner} has more than 31 bits count", null);
        }

        var k = new SimtKernelBuilder(name);
        var bytes = type.SizeInBytes();
        var width = ElementCode.PerAccess(type, (int)inner);
        var total = (int)(outer * count * inner / width);
        var threads = Math.Min(256, target.MaxThreads);
        var number = k.Mad(k.Special(SimtSpecialRegister.CtaidX), threads, k.Special(SimtSpecialRegister.TidX));
        k.ExitIf(!k.Less(number, total));
        var (slice, at) = k.DivRem(number, (int)(inner / width));
        var (before, which) = k.DivRem(slice, (int)count);
        var entry = k.Offset(k.Pointer("indices"), which, index.SizeInBytes());
        var row = k.NewReg();
        k.Emit("ld.global.b32", row, Arg.At(entry));
        k.EmitIf(k.Less(row, 0), "add.s32", row, row, (int)rows);
        var element = k.Mad(k.Mad(before, (int)rows, row), (int)(inner / width), at);
        var value = k.NewReg(Math.Max(1, width * bytes / 4));
        var suffix = AccessWidth.Of(width * bytes);
        k.Emit("ld.global" + suffix, value, Arg.At(k.Offset(k.Pointer("table"), element, width * bytes)));
        k.Emit("st.global" + suffix, Arg.At(k.Offset(k.Pointer("y"), number, width * bytes)), value);
        var blocks = (total + threads - 1) / threads;
        return new SimtLayerKernel(k.Finish(target.MaxRegisters), new SimtExtent(blocks, 1, 1), new SimtExtent(threads, 1, 1), $"{blocks} blocks of {threads} threads, {width} elements each");
    }
}
