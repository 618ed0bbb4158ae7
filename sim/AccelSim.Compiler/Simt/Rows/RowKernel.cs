using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>
/// Softmax and normalisations over rows, in fp32. A row that fits the registers of its threads is read once and written once; longer ones are read twice,
/// the second time mostly from the L2.
/// </summary>
internal static class RowKernel
{
    /// <summary>Writes the kernel with the schedule that the model of costs prefers.</summary>
    public static SimtLayerKernel Write(string name, RowProblem problem, SimtTarget target) => Write(name, problem, RowScheduler.Choose(problem, target), target);

    /// <summary>Writes the kernel with a given schedule.</summary>
    public static SimtLayerKernel Write(string name, RowProblem problem, RowSchedule schedule, SimtTarget target)
    {
        var k = new SimtKernelBuilder(name);
        var access = new RowAccess(k, problem, schedule, target);
        if (schedule.Resident)
        {
            ResidentRow(k, problem, access);
        }
        else if (problem.IsSoftmax)
        {
            LongSoftmax(k, problem, access);
        }
        else
        {
            LongNorm(k, problem, access);
        }

        var blocks = (problem.Rows + schedule.RowsPerBlock - 1) / schedule.RowsPerBlock;
        return new SimtLayerKernel(k.Finish(target.MaxRegisters), new SimtExtent(blocks, 1, 1), new SimtExtent(schedule.BlockThreads, 1, 1), schedule.ToString());
    }

    private static void ResidentRow(SimtKernelBuilder k, RowProblem p, RowAccess access) => access.ForEach(batch =>
    {
        Reg Sum(Reg part) => access.Group.All(part, (a, b) => k.Do("add.f32", a, b), 0);
        if (p.IsSoftmax)
        {
            var x = access.Load(batch, float.NegativeInfinity, store: false);
            var largest = access.Group.All(Tree.Max(k, x), (a, b) => k.Do("max.f32", a, b), float.NegativeInfinity);
            var powers = RowStatistics.Exponentials(k, x, RowStatistics.Shift(k, largest));
            var sum = Sum(Tree.Sum(k, powers));
            access.Store(batch, p.Kind == RowKind.Softmax
                ? RowStatistics.Each(k, "mul.f32", powers, k.Do("rcp.f32", sum))
                : RowStatistics.Each(k, "sub.f32", x, RowStatistics.LogSum(k, largest, sum)));
            return;
        }

        var values = access.Load(batch, 0, store: true);
        var factors = access.LoadFactors(batch);
        if (p.Kind == RowKind.LayerNorm)
        {
            var mean = k.Do("mul.f32", Sum(Tree.Sum(k, values)), 1f / p.Columns);
            values = access.Fill(batch, RowStatistics.Each(k, "sub.f32", values, mean), 0);
        }

        var inverse = RowStatistics.InverseRoot(k, Sum(Tree.SumOfSquares(k, values)), p);
        access.Store(batch, RowStatistics.Each(k, "mul.f32", values, inverse), factors);
    });

    private static void LongSoftmax(SimtKernelBuilder k, RowProblem p, RowAccess access)
    {
        Reg[] state = [k.Variable(Bits(RowStatistics.Lowest)), k.Variable(0)];
        access.ForEach(batch =>
        {
            var x = access.Load(batch, float.NegativeInfinity, store: false);
            var largest = k.Do("max.f32", state[0], Tree.Max(k, x));
            var shift = RowStatistics.Shift(k, largest);
            var before = RowStatistics.Shrink(k, state[0], largest);
            k.Emit("fma.f32", state[1], state[1], before, Tree.Sum(k, RowStatistics.Exponentials(k, x, shift)));
            k.Emit("mov.b32", state[0], largest);
        });
        var all = access.Group.All(state, (a, b) => RowStatistics.Join(k, a, b), [RowStatistics.Lowest, 0]);
        var isLogarithm = p.Kind == RowKind.LogSoftmax;
        var factor = isLogarithm ? RowStatistics.LogSum(k, all[0], all[1]) : k.Do("rcp.f32", all[1]);
        var most = isLogarithm ? default : RowStatistics.Shift(k, all[0]);
        access.ForEach(batch =>
        {
            var x = access.Load(batch, 0, store: false);
            access.Store(batch, isLogarithm
                ? RowStatistics.Each(k, "sub.f32", x, factor)
                : RowStatistics.Each(k, "mul.f32", RowStatistics.Exponentials(k, x, most), factor));
        });
    }

    /// <summary>Sums of x - x0 and of its squares, where x0 is the row's first element: their difference loses little where the mean is large.</summary>
    private static void LongNorm(SimtKernelBuilder k, RowProblem p, RowAccess access)
    {
        var shift = p.Kind == RowKind.LayerNorm ? access.FirstElement() : Reg.Zero;
        Reg[] state = [k.Variable(0), k.Variable(0)];
        access.ForEach(batch =>
        {
            var x = access.Load(batch, 0, store: false);
            if (p.Kind == RowKind.LayerNorm)
            {
                x = access.Fill(batch, RowStatistics.Each(k, "sub.f32", x, shift), 0);
                k.Emit("add.f32", state[0], state[0], Tree.Sum(k, x));
            }

            k.Emit("add.f32", state[1], state[1], Tree.SumOfSquares(k, x));
        });
        var sums = access.Group.All(state, (a, b) => [k.Do("add.f32", a[0], b[0]), k.Do("add.f32", a[1], b[1])], [0, 0]);
        var offset = k.Do("mul.f32", sums[0], 1f / p.Columns);
        var squares = k.Do("fma.f32", k.Do("neg.f32", offset), sums[0], sums[1]);
        var inverse = RowStatistics.InverseRoot(k, k.Do("max.f32", squares, 0f), p);
        var mean = k.Do("add.f32", shift, offset);
        access.ForEach(batch =>
        {
            var x = access.Load(batch, 0, store: true);
            var factors = access.LoadFactors(batch);
            var y = p.Kind == RowKind.LayerNorm ? RowStatistics.Each(k, "sub.f32", x, mean) : x;
            access.Store(batch, RowStatistics.Each(k, "mul.f32", y, inverse), factors);
        });
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
}
