using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// Brings together what the warps of a block summed over their keys: through shared memory, in the order of the warps. The result is stored where the
/// block saw all keys, else sums, greatest exponent and total of each row go to <c>partial</c>.
/// </summary>
internal sealed class DecodeJoin(
    SimtKernelBuilder k, AttentionProblem problem, int splits, Val thread, Val split, Val item, Val kvHead, Val firstRow)
{
    private const int Warps = DecodeSchedule.Warps;
    private const int Rows = DecodeSchedule.Rows;

    private readonly int _pitch = Pitch(problem);

    /// <summary>Shared memory for it, which may be where keys and values were, bytes.</summary>
    public static int SharedBytes(AttentionProblem problem) => Warps * Rows * Pitch(problem);

    /// <summary>The conversion of two sums to the storage type.</summary>
    public static string Convert(AttentionProblem problem) => problem.Type == ElementType.BFloat16 ? "cvt.bf16x2.f32" : "cvt.f16x2.f32";

    /// <summary>Writes it.</summary>
    public void Emit(OnlineSoftmax softmax, Reg[,] results)
    {
        Share(softmax, results);
        k.Barrier();
        var pairs = problem.HeadSize / 2;
        for (var first = 0; first < Rows * pairs; first += 32 * Warps)
        {
            var index = k.Add(thread, first);
            var (row, pair) = k.DivRem(index, pairs);
            var taken = (Rows * pairs) - first >= 32 * Warps ? Pred.Always : k.Less(index, Rows * pairs);
            var target = DecodeRows.At(k, problem, kvHead, k.Add(firstRow, row));
            Pair(row, pair, target, k.Both(taken, target.IsThere));
        }
    }

    /// <summary>Bytes of a row of sums: the sums, its greatest exponent and its total, and room so that rows meet different banks.</summary>
    private static int Pitch(AttentionProblem problem) => (4 * problem.PaddedSize) + 16;

    private void Share(OnlineSoftmax softmax, Reg[,] results)
    {
        var totals = softmax.Totals();
        var lane = k.Special(SimtSpecialRegister.LaneId);
        var own = k.Mad(k.Div(thread, 32), Rows, k.Div(lane, 4));
        var quad = k.And(lane, 3);
        var at = k.InRegister(k.Mad(own, _pitch, k.Mul(quad, 8)));
        for (var half = 0; half < 2; half++)
        {
            for (var column = 0; column < results.GetLength(1); column++)
            {
                k.Emit("st.shared.b64", Arg.At(at, (8 * half * _pitch) + (32 * column)), results[0, column].Slice(2 * half, 2));
            }

            // one lane of the four that hold a row
            var exponent = k.Do("mul.f32", softmax.Greatest[half], ScoreBounds.Factor(problem));
            var (isFirst, place) = (k.Equal(quad, 0), Arg.At(at, (8 * half * _pitch) + (4 * problem.PaddedSize)));
            k.EmitIf(isFirst, "st.shared.b32", place, exponent);
            k.EmitIf(isFirst, "st.shared.b32", place with { Value = place.Value + 4 }, totals[half]);
        }
    }

    private void Pair(Val row, Val pair, DecodeRows target, Pred taken)
    {
        var at = k.InRegister(k.Mul(row, _pitch));
        var data = k.InRegister(k.Mad(pair, 8, at));
        var (exponents, totals, sums) = (new Reg[Warps], new Reg[Warps], new Reg[Warps]);
        for (var warp = 0; warp < Warps; warp++)
        {
            var offset = warp * Rows * _pitch;
            exponents[warp] = k.Do("ld.shared.b32", Arg.At(at, offset + (4 * problem.PaddedSize)));
            totals[warp] = k.Do("ld.shared.b32", Arg.At(at, offset + (4 * problem.PaddedSize) + 4));
            sums[warp] = k.Do("ld.shared.b64", Arg.At(data, offset));
        }

        var (greatest, total, sum) = Joined(k, exponents, totals, sums);
        if (splits == 1)
        {
            var factor = OnlineSoftmax.Reciprocal(k, total);
            var packed = k.Do(Convert(problem), k.Do("mul.f32", sum[0], factor), k.Do("mul.f32", sum[1], factor));
            k.EmitIf(taken, "st.global.b32", Arg.At(k.Offset(target.Address(k, problem, "o", problem.O, item), pair, 4)), packed);
            return;
        }

        var partial = new PartialSums(problem, splits);
        var number = partial.Row(k, item, target.Head, target.Query);
        k.EmitIf(taken, "st.global.b64", Arg.At(partial.Sums(k, split, number, pair)), sum);
        var both = k.NewReg(2);
        k.Emit("mov.b32", both[0], greatest);
        k.Emit("mov.b32", both[1], total);
        k.EmitIf(k.Both(taken, k.Equal(pair, 0)), "st.global.b64", Arg.At(partial.Totals(k, split, number)), both);
    }

    /// <summary>Sums of parts, each relative to its own greatest exponent, as one.</summary>
    public static (Reg Greatest, Reg Total, Reg Sum) Joined(SimtKernelBuilder k, Reg[] exponents, Reg[] totals, Reg[] sums)
    {
        var greatest = exponents.Skip(1).Aggregate(exponents[0], (most, exponent) => k.Do("max.f32", most, exponent));
        Reg total = Reg.Zero, low = Reg.Zero, high = Reg.Zero;
        for (var part = 0; part < exponents.Length; part++)
        {
            var weight = k.Do("ex2.f32", k.Do("sub.f32", exponents[part], greatest));
            total = k.Do("fma.f32", totals[part], weight, total);
            low = k.Do("fma.f32", sums[part][0], weight, low);
            high = k.Do("fma.f32", sums[part][1], weight, high);
        }

        var sum = k.NewReg(2);
        k.Emit("mov.b32", sum[0], low);
        k.Emit("mov.b32", sum[1], high);
        return (greatest, total, sum);
    }
}
