using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>Reduction of rows: the threads of a row take neighbouring elements in turn, several accesses on their way at once.</summary>
internal static class RowReduceKernel
{
    /// <summary>Accesses of a thread in a turn.</summary>
    private const int Accesses = 4;

    private const int BlockThreads = 256;

    /// <summary>Blocks that the rows give.</summary>
    public static int Blocks(ReduceStage stage, SimtTarget target)
    {
        var rows = stage.Outer * stage.Parts;
        var perBlock = RowsPerBlock(stage, target);
        return (rows + perBlock - 1) / perBlock;
    }

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, ReduceStage stage, SimtTarget target)
    {
        var (vector, threads, perBlock) = (Vector(stage), Threads(stage, target), RowsPerBlock(stage, target));
        var bytes = stage.From.SizeInBytes();
        var k = new SimtKernelBuilder(name);
        var group = new RowGroup(k, target.WarpWidth, threads);
        var row = k.Mad(k.Special(SimtSpecialRegister.CtaidX), perBlock, group.Row);
        if (stage.Outer * stage.Parts % perBlock != 0)
        {
            k.ExitIf(!k.Less(row, stage.Outer * stage.Parts));
        }

        var (outer, part) = k.DivRem(row, stage.Parts);
        var x = k.Offset(k.Offset(k.Offset(k.Pointer(stage.Input), outer, stage.Reduced * bytes), part, stage.PartLength * bytes), group.Thread, vector * bytes);
        var state = stage.Step.Start(k);
        var turn = Accesses * threads * vector;

        // elements from the thread's first one to the end of the part
        var length = stage.Parts == 1 ? stage.PartLength : k.Min(stage.PartLength, k.Sub(stage.Reduced, k.Mul(part, stage.PartLength)));
        var left = k.Sub(length, k.Mul(group.Thread, vector));
        Val whole = stage.Parts == 1 ? stage.PartLength / turn * turn : k.Sub(length, k.Rem(length, turn));
        k.For(0, whole, turn, element => Turn(element, _ => Pred.Always), uniform: threads >= target.WarpWidth || stage.Parts == 1);
        if (stage.Parts > 1 || stage.PartLength % turn != 0)
        {
            Turn(whole, access => k.Less(k.Add(whole, access * threads * vector), left));
        }

        var result = stage.Step.Finish(k, group.All(state, (a, b) => stage.Step.Join(k, a, b), stage.Step.Identity));
        var y = k.Offset(k.Pointer(stage.Output), row, stage.To.SizeInBytes());
        ElementCode.Store(k, y, 0, [result], stage.To, k.Equal(group.Thread, 0));
        return new SimtLayerKernel(
            k.Finish(target.MaxRegisters), new SimtExtent(Blocks(stage, target), 1, 1), new SimtExtent(threads * perBlock, 1, 1),
            $"reduce(rows,vector={vector},threads={threads},rows={perBlock},parts={stage.Parts})");

        void Turn(Val element, Func<int, Pred> inside)
        {
            var at = k.Offset(x, element, bytes);
            var guards = Enumerable.Range(0, Accesses).Select(inside).ToArray();
            Reg[][] raw = [.. guards.Select((guard, i) => ElementCode.LoadRaw(k, at, i * threads * vector * bytes, vector * bytes, guard))];
            Reg[] elements = [.. raw.SelectMany((piece, i) => stage.Step.Elements(k, piece, vector, stage.From, guards[i]))];
            ReduceStep.Assign(k, state, stage.Step.Take(k, state, elements));
        }
    }

    private static int Vector(ReduceStage stage) => ElementCode.PerAccess(stage.From, stage.Reduced);

    /// <summary>Threads of a row: as many as have one access each, a whole block where there are so many elements, or rows do not fill the chip.</summary>
    private static int Threads(ReduceStage stage, SimtTarget target)
    {
        var warp = target.WarpWidth;
        var most = Math.Min(BlockThreads, warp * warp);
        var accesses = (stage.PartLength + Vector(stage) - 1) / Vector(stage);
        var threads = 1;
        while (threads < warp && threads < accesses)
        {
            threads *= 2;
        }

        // each further warp has to be given work, or else every row would not be worth a block
        while (threads >= warp && 2 * threads <= most && accesses >= 2 * threads * (stage.Outer * stage.Parts < 4 * target.Sms ? 1 : 2 * Accesses))
        {
            threads *= 2;
        }

        return threads;
    }

    private static int RowsPerBlock(ReduceStage stage, SimtTarget target)
    {
        var threads = Threads(stage, target);
        return threads > target.WarpWidth ? 1 : Math.Max(target.WarpWidth, 4L * target.Sms * BlockThreads < (long)stage.Outer * stage.Parts * threads ? BlockThreads : target.WarpWidth) / threads;
    }
}
