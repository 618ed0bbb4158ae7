using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Tokens;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>
/// y [count, inner] = table [indices[count], inner] as PyTorch looks up embeddings (<c>indexSelectLargeIndex</c>, aten/src/ATen/native/cuda/Indexing.cu): eight blocks
/// of 128 threads for each SM walk over the elements, a grid apart, one at a time, and divide by sizes that are known only when the kernel runs. Indices are 64-bit integers that are not negative. Parameters: indices, table, y.
/// </summary>
internal static class IndexSelectKernel
{
    private const int Threads = 128;
    private const int BlocksPerSm = 8;
    private const int IndexBytes = 8;

    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="count">Indices.</param>
    /// <param name="inner">Elements of a slice.</param>
    /// <param name="target">Chip.</param>
    /// <exception cref="CompileException">There are more elements than 31 bits count.</exception>
    public static SimtLayerKernel Write(string name, int count, int inner, SimtTarget target)
    {
        var total = (long)count * inner;
        var blocks = (int)Math.Min((total + Threads - 1) / Threads, (long)BlocksPerSm * target.Sms);
        var stride = blocks * Threads;
        if (total + stride > int.MaxValue)
        {
            throw new CompileException($"a look-up of {total} elements is more than 31 bits count", null);
        }

        var bytes = target.ElementBytes;
        var k = new SimtKernelBuilder(name);
        var first = k.Mad(k.Special(SimtSpecialRegister.CtaidX), Threads, k.Special(SimtSpecialRegister.TidX));
        var (indices, table, y) = (k.Pointer("indices"), k.Pointer("table"), k.Pointer("y"));
        var suffix = AccessWidth.Of(bytes);
        var size = k.Variable(inner);
        k.For(first, (int)total, stride, element =>
        {
            // which index and which element of its slice; then the places of that in the table and in the result, as if these had two axes each
            var (which, at) = LibraryCode.DivRem(k, element, size);
            var row = k.NewReg();
            k.Emit("ld.global.b32", row, Arg.At(k.Offset(indices, which, IndexBytes)));
            var (from, to) = (LibraryCode.DivRem(k, at, size), LibraryCode.DivRem(k, at, size));
            var value = k.NewReg();
            k.Emit("ld.global" + suffix, value, Arg.At(k.Offset(k.Offset(table, k.Add(row, from.Quotient), inner * bytes), from.Remainder, bytes)));
            k.Emit("st.global" + suffix, Arg.At(k.Offset(k.Offset(y, k.Add(which, to.Quotient), inner * bytes), to.Remainder, bytes)), value);
        }, uniform: false);
        return new SimtLayerKernel(k.Finish(target.MaxRegisters), new SimtExtent(blocks, 1, 1), new SimtExtent(Threads, 1, 1), $"index_select({blocks} blocks of {Threads} threads)");
    }
}
