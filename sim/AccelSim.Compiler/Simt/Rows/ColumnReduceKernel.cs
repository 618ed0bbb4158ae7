using System.Numerics;
using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>
/// Reduction of the middle of [outer, reduced, inner]: neighbouring threads take neighbouring columns, so that accesses are whole lines; further
/// threads of a block take other elements of the same columns, and are brought together in shared memory.
/// </summary>
internal static class ColumnReduceKernel
{
    private const int BlockThreads = 256;

    /// <summary>Accesses of a thread in a turn.</summary>
    private const int Accesses = 4;

    /// <summary>Blocks that the columns give.</summary>
    public static int Blocks(ReduceStage stage, SimtTarget target)
    {
        var vectors = stage.Inner / Vector(stage);
        var across = Across(stage);
        return (vectors + across - 1) / across * stage.Outer * stage.Parts;
    }

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, ReduceStage stage, SimtTarget target)
    {
        var (vector, across, step) = (Vector(stage), Across(stage), stage.Step);
        var down = Down(stage, across);
        int vectors = stage.Inner / vector, bytes = stage.From.SizeInBytes(), line = stage.Inner * bytes;
        var blocksAcross = (vectors + across - 1) / across;
        var k = new SimtKernelBuilder(name);
        var (lower, column) = k.DivRem(k.Special(SimtSpecialRegister.TidX), across);
        var (slab, strip) = k.DivRem(k.Special(SimtSpecialRegister.CtaidX), blocksAcross);
        var (outer, part) = k.DivRem(slab, stage.Parts);
        column = k.Mad(strip, across, column);
        var exists = vectors % across == 0 ? Pred.Always : k.Less(column, vectors);
        var first = k.Mul(part, stage.PartLength);
        var x = k.Offset(k.Offset(k.Offset(k.Pointer(stage.Input), outer, stage.Reduced * line), k.Add(first, lower), line), column, vector * bytes);

        // a thread's elements are lower, lower + down, ...; turns are whole for all threads, so warps stay together
        var length = stage.Parts == 1 ? stage.PartLength : k.Min(stage.PartLength, k.Sub(stage.Reduced, first));
        var state = Enumerable.Range(0, vector).Select(_ => step.Start(k)).ToArray();
        var turn = Accesses * down;
        Val whole = stage.Parts == 1 ? stage.PartLength / turn * turn : k.Sub(length, k.Rem(length, turn));
        k.For(0, whole, turn, element => Turn(element, _ => exists));
        if (stage.Parts > 1 || stage.PartLength % turn != 0)
        {
            Turn(whole, access => k.LessAnd(k.Add(k.Add(whole, access * down), lower), length, exists));
        }

        if (down > 1)
        {
            Together(k, step, state, column: k.Rem(k.Special(SimtSpecialRegister.TidX), across), lower, across, down);
        }

        var to = k.Offset(k.Offset(k.Pointer(stage.Output), slab, stage.Inner * stage.To.SizeInBytes()), column, vector * stage.To.SizeInBytes());
        ElementCode.Store(k, to, 0, [.. state.Select(values => step.Finish(k, values))], stage.To, down == 1 ? exists : k.LessAnd(lower, 1, exists));
        return new SimtLayerKernel(
            k.Finish(target.MaxRegisters), new SimtExtent(Blocks(stage, target), 1, 1), new SimtExtent(across * down, 1, 1),
            $"reduce(columns,vector={vector},across={across},down={down},parts={stage.Parts})");

        void Turn(Val element, Func<int, Pred> inside)
        {
            var at = k.Offset(x, element, line);
            var guards = Enumerable.Range(0, Accesses).Select(inside).ToArray();
            Reg[][] raw = [.. guards.Select((guard, i) => ElementCode.LoadRaw(k, i == 0 ? at : k.Plus(at, (long)i * down * line), 0, vector * bytes, guard))];
            Reg[][] wide = [.. raw.Select((piece, i) => step.Elements(k, piece, vector, stage.From, guards[i]))];
            for (var i = 0; i < vector; i++)
            {
                ReduceStep.Assign(k, state[i], step.Take(k, state[i], [.. wide.Select(values => values[i])]));
            }
        }
    }

    /// <summary>Halves the threads of a column until the first of them has everything.</summary>
    private static void Together(SimtKernelBuilder k, ReduceStep step, Reg[][] state, Val column, Val lower, int across, int down)
    {
        var words = state.Length * step.Values;
        var at = k.Shared(4 * words * across * (down / 2));

        // word by word, so that neighbouring threads meet no bank twice
        var mine = k.InRegister(k.Mul(k.Mad(lower, across, column), 4));
        var stride = 4 * across * (down / 2);
        for (var half = down / 2; half > 0; half /= 2)
        {
            var gives = k.Both(k.Less(lower, 2 * half), !k.Less(lower, half));
            for (var word = 0; word < words; word++)
            {
                k.EmitIf(gives, "st.shared.b32", Arg.At(mine, at + (word * stride) - (4 * half * across)), state[word / step.Values][word % step.Values]);
            }

            k.Barrier();
            k.If(k.Less(lower, half), () =>
            {
                Reg[] others = [.. Enumerable.Range(0, words).Select(word => k.Do("ld.shared.b32", Arg.At(mine, at + (word * stride))))];
                for (var i = 0; i < state.Length; i++)
                {
                    ReduceStep.Assign(k, state[i], step.Join(k, state[i], others[(i * step.Values)..((i + 1) * step.Values)]));
                }
            });
            k.Barrier();
        }
    }

    private static int Vector(ReduceStage stage) => ElementCode.PerAccess(stage.From, stage.Inner);

    /// <summary>Threads along the inner axis: enough for a line of memory, at most a block.</summary>
    private static int Across(ReduceStage stage) =>
        (int)Math.Min(Math.Max(BitOperations.RoundUpToPowerOf2((uint)(stage.Inner / Vector(stage))), 1), stage.Reduced >= 32 ? 32 : BlockThreads);

    /// <summary>Threads along the reduced axis.</summary>
    private static int Down(ReduceStage stage, int across) =>
        (int)Math.Max(1, Math.Min(BlockThreads / across, BitOperations.RoundUpToPowerOf2((uint)((stage.PartLength + Accesses - 1) / Accesses))));
}
