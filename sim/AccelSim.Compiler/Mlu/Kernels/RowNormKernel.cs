using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>What a <see cref="RowNormKernel"/> computes along each row.</summary>
public enum RowNormKind
{
    Softmax,
    LogSoftmax,

    /// <summary>(x - mean) / sqrt(variance + epsilon), times gamma, plus beta.</summary>
    LayerNorm,

    /// <summary>x / sqrt(mean square + epsilon), times gamma.</summary>
    RmsNorm,
}

/// <summary>Rows to normalise.</summary>
/// <param name="Kind">Function.</param>
/// <param name="Rows">Independent rows.</param>
/// <param name="Length">Elements of a row.</param>
/// <param name="Epsilon">Added under the root.</param>
/// <param name="HasGamma">True when a factor per element of a row follows.</param>
/// <param name="HasBeta">True when an addend per element of a row follows.</param>
public sealed record RowNormProblem(RowNormKind Kind, long Rows, long Length, double Epsilon, bool HasGamma, bool HasBeta);

/// <summary>
/// Softmax and normalisations over rows. A tile of r rows is turned on its side, so that reductions over a row become pooling over a column of
/// r lanes, as BANG C kernels do. Everything between load and store is fp32. Parameters: x, gamma, beta, y.
/// </summary>
internal static class RowNormKernel
{
    public static LayerKernel Write(string name, RowNormProblem p, MluTarget target)
    {
        const MluDataType F = MluDataType.F32;
        var e = target.ElementBytes;
        var n = p.Length;
        var parameterBytes = (p.HasGamma ? TileMath.Align(n * 4) : 0) + (p.HasBeta ? TileMath.Align(n * 4) : 0);
        // per row: two inputs and two outputs in the storage type, two fp32 tiles; plus two fp32 vectors of r
        var perRow = (4 * n * e) + (2 * n * 4) + 16;
        var rows = (target.Nram - parameterBytes - 2048) / perRow;
        if (rows < 1)
        {
            return LongRowNormKernel.Write(name, p, target);
        }

        var share = (p.Rows + target.Cores - 1) / target.Cores;
        rows = Math.Min(rows, share);
        // a whole number of 128-byte groups keeps the vector unit full
        rows = rows > 32 ? rows / 32 * 32 : rows;
        long bytes = TileMath.Align(rows * n * e), wide = TileMath.Align(rows * n * 4), narrow = TileMath.Align(rows * 4);
        long outBase = 2 * bytes, a = outBase + (2 * bytes), b = a + wide, statistic = b + wide, gammaAt = statistic + (2 * narrow), betaAt = gammaAt + (p.HasGamma ? TileMath.Align(n * 4) : 0);
        var k = new KernelWriter();
        var x = k.Parameter("x");
        var gamma = p.HasGamma ? k.Parameter("gamma") : 0;
        var beta = p.HasBeta ? k.Parameter("beta") : 0;
        var y = k.Parameter("y");
        var grid = new TileGrid(k, target, new TileAxis(p.Rows, rows));
        Vector(gamma, gammaAt, p.HasGamma);
        Vector(beta, betaAt, p.HasBeta);

        grid.Pipeline(step =>
        {
            var part = grid.At(step)[0];
            k.Copy(MluSpace.Gdram, MluSpace.Nram, grid.Input(step, 0, bytes), k.Add(x, k.Mul(part.First, n * e)), k.Mul(part.Count, n * e));
        }, step =>
        {
            var r = grid.At(step)[0].Count;
            var count = k.Mul(r, n);
            VectorCode.Convert(k, F, target.Type, a, grid.Input(step, 0, bytes), count);
            k.Vector(MluOpcode.Transpose, F, b, a, r, n);
            Rows(r, count);
            k.Vector(MluOpcode.Transpose, F, a, b, n, r);
            if (p.HasGamma)
            {
                k.Vector(MluOpcode.VCycleMul, F, a, a, gammaAt, count, n);
            }

            if (p.HasBeta)
            {
                k.Vector(MluOpcode.VCycleAdd, F, a, a, betaAt, count, n);
            }

            VectorCode.Convert(k, target.Type, F, grid.Output(step, outBase, bytes), a, count);
        }, step =>
        {
            var part = grid.At(step)[0];
            k.Copy(MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Mul(part.First, n * e)), grid.Output(step, outBase, bytes), k.Mul(part.Count, n * e));
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), grid.Tasks, $"rows({p.Kind},rows={rows})");

        void Vector(Val from, long to, bool present)
        {
            if (present)
            {
                k.Copy(MluSpace.Gdram, MluSpace.Nram, e == 4 ? to : a, from, n * e, wait: true);
                if (e != 4)
                {
                    k.Convert(F, target.Type, to, a, n);
                    k.Sync();
                }
            }
        }

        // b holds the tile on its side: n rows of r lanes
        void Rows(Val r, Val count)
        {
            void Pool(MluOpcode opcode, Val to, Val from) => k.Vector(opcode, F, to, from, r, n, 1, n, 1, 1, 1);
            Val s = statistic;
            switch (p.Kind)
            {
                case RowNormKind.Softmax or RowNormKind.LogSoftmax:
                    Pool(MluOpcode.MaxPool, s, b);
                    k.Vector(MluOpcode.VCycleSub, F, b, b, s, count, r);
                    k.Vector(MluOpcode.VExp, F, a, b, count);
                    Pool(MluOpcode.SumPool, s, a);
                    if (p.Kind == RowNormKind.Softmax)
                    {
                        k.Vector(MluOpcode.VRecip, F, s, s, r);
                        k.Vector(MluOpcode.VCycleMul, F, b, a, s, count, r);
                    }
                    else
                    {
                        k.Vector(MluOpcode.VLog, F, s, s, r);
                        k.Vector(MluOpcode.VCycleSub, F, b, b, s, count, r);
                    }

                    break;
                default:
                    if (p.Kind == RowNormKind.LayerNorm)
                    {
                        Pool(MluOpcode.AvgPool, s, b);
                        k.Vector(MluOpcode.VCycleSub, F, b, b, s, count, r);
                    }

                    k.Vector(MluOpcode.VSquare, F, a, b, count);
                    Pool(MluOpcode.AvgPool, s, a);
                    k.Vector(MluOpcode.VAddScalar, F, s, s, FloatPattern.Of(F, p.Epsilon), r);
                    k.Vector(MluOpcode.VRsqrt, F, s, s, r);
                    k.Vector(MluOpcode.VCycleMul, F, b, b, s, count, r);
                    break;
            }
        }
    }
}
