using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>Brings together the sums of the blocks that shared a head's keys: a thread makes two elements of a row, in the order of the splits.</summary>
internal static class CombineKernel
{
    private const int Threads = 128;
    private const int AtOnce = 4;

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, SimtTarget target, AttentionProblem problem, int splits)
    {
        var k = new SimtKernelBuilder(name);
        var partial = new PartialSums(problem, splits);
        var pairs = problem.HeadSize / 2;
        var work = checked(partial.Rows * pairs);
        var index = k.Mad(k.Special(SimtSpecialRegister.CtaidX), Threads, k.Special(SimtSpecialRegister.TidX));
        if (work % Threads != 0)
        {
            k.ExitIf(!k.Less(index, work));
        }

        var (row, pair) = k.DivRem(index, pairs);
        Reg greatest = k.Variable(BitConverter.SingleToInt32Bits(-1e30f)), total = k.Variable(0), sum = k.NewReg(2);
        k.Emit("mov.b32", sum[0], 0);
        k.Emit("mov.b32", sum[1], 0);
        for (var first = 0; first < splits; first += AtOnce)
        {
            // the splits so far are one more part
            var parts = Enumerable.Range(first, Math.Min(AtOnce, splits - first)).Select(split => (
                Totals: k.Do("ld.global.b64", Arg.At(partial.Totals(k, split, row))), Sums: k.Do("ld.global.b64", Arg.At(partial.Sums(k, split, row, pair))))).ToArray();
            (greatest, total, sum) = DecodeJoin.Joined(
                k, [greatest, .. parts.Select(part => part.Totals[0])], [total, .. parts.Select(part => part.Totals[1])], [sum, .. parts.Select(part => part.Sums)]);
        }

        var factor = OnlineSoftmax.Reciprocal(k, total);
        var packed = k.Do(DecodeJoin.Convert(problem), k.Do("mul.f32", sum[0], factor), k.Do("mul.f32", sum[1], factor));
        var (headRow, query) = k.DivRem(row, problem.Queries);
        var (item, head) = k.DivRem(headRow, problem.Heads);
        var address = new DecodeRows(query, head, Pred.Always).Address(k, problem, "o", problem.O, item);
        k.Emit("st.global.b32", Arg.At(k.Offset(address, pair, 4)), packed);
        return new SimtLayerKernel(
            k.Finish(target.MaxRegisters), new SimtExtent((work + Threads - 1) / Threads, 1, 1), new SimtExtent(Threads, 1, 1), $"combine(splits={splits})");
    }
}
