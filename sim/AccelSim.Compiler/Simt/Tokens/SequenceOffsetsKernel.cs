using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// Where each sequence of a batch begins, as TensorRT-LLM computes it in front of every attention over new tokens (<c>computeSeqAndPaddingOffsets</c>, cpp/tensorrt_llm/kernels/gptKernels.cu,
/// called by <c>AttentionOp::enqueueContext</c>): a block of 256 threads per sequence sums lengths up to its own, of queries and of keys, 256 at a time; the last block, which has summed all,
/// stores. Parameters, 32-bit integers: lengths [batch], keylengths [batch], offsets [batch + 1], keyoffsets [batch + 1].
/// </summary>
internal static class SequenceOffsetsKernel
{
    private const int Threads = 256;
    private const int Bytes = 4;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, int batch, SimtTarget target)
    {
        var threads = Math.Min(Threads, target.MaxThreads);
        var k = new SimtKernelBuilder(name);
        var (block, thread) = (k.Special(SimtSpecialRegister.CtaidX), k.Special(SimtSpecialRegister.TidX));
        var (warp, lane) = k.DivRem(thread, target.WarpWidth);
        var isLast = k.Equal(block, batch - 1);
        var scratch = k.Shared(Bytes * (threads / target.WarpWidth));
        var totals = new Dictionary<string, Reg> { [""] = k.Variable(0), ["key"] = k.Variable(0) };

        // one more than there are sequences: the end of the last
        for (var first = 0; first <= batch; first += threads)
        {
            var sequence = k.Add(first, thread);
            var exists = k.LessAnd(sequence, batch, k.Less(sequence, k.Add(block, 1)));
            foreach (var (what, total) in totals)
            {
                var length = k.Variable(0);
                k.EmitIf(exists, "ld.global.b32", length, Arg.At(k.Offset(k.Pointer(what + "lengths"), sequence, Bytes)));
                var (before, all) = Scan(k, length, warp, lane, scratch, threads, target.WarpWidth);
                var offset = k.Do("add.s32", total, before);
                k.Emit("add.s32", total, total, all);
                var stores = k.LessAnd(sequence, batch + 1, isLast);
                k.EmitIf(stores, "st.global.b32", Arg.At(k.Offset(k.Pointer(what + "offsets"), sequence, Bytes)), offset);
            }
        }

        return new SimtLayerKernel(k.Finish(target.MaxRegisters), new SimtExtent(batch, 1, 1), new SimtExtent(threads, 1, 1), $"offsets({batch} sequences)");
    }

    /// <summary>The sum of the values of the threads before this one, and that of all.</summary>
    private static (Reg Before, Reg All) Scan(SimtKernelBuilder k, Reg value, Val warp, Val lane, int scratch, int threads, int warpWidth)
    {
        var sum = k.Variable(value);
        for (var distance = 1; distance < warpWidth; distance *= 2)
        {
            var other = k.Do("shfl.up", sum, distance);
            k.EmitIf(!k.Less(lane, distance), "add.s32", sum, sum, other);
        }

        var mine = k.InRegister(k.Mul(warp, Bytes));
        k.EmitIf(k.Equal(lane, warpWidth - 1), "st.shared.b32", Arg.At(mine, scratch), sum);
        k.Barrier();
        Reg before = k.Do("sub.s32", sum, value), all = k.Variable(0);
        for (var other = 0; other < threads / warpWidth; other++)
        {
            var theirs = k.NewReg();
            k.Emit("ld.shared.b32", theirs, Arg.At(Reg.Zero, scratch + (other * Bytes)));
            k.EmitIf(k.Less(other, warp), "add.s32", before, before, theirs);
            k.Emit("add.s32", all, all, theirs);
        }

        // before the next values come
        k.Barrier();
        return (before, all);
    }
}
