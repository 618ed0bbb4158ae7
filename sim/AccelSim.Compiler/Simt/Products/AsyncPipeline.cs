using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// The main loop over tiles along k with asynchronous copies: while a tile is multiplied, those that follow are on their way into the other buffers, and
/// the last step of a tile loads the first factors of the next (CUTLASS: <c>MmaMultistage</c>). The loop is unrolled over the buffers.
/// </summary>
internal sealed class AsyncPipeline(SimtKernelBuilder k, IProductCore core, IReadOnlyList<AsyncTileCopy> copies, int stages)
{
    /// <summary>Writes the loop.</summary>
    /// <param name="tiles">Tiles along k, at least 1.</param>
    public void Emit(Val tiles)
    {
        for (var stage = 0; stage < stages - 1; stage++)
        {
            Run(Copies(stage, stage == 0, stage == 0 ? Pred.Always : k.Less(stage, tiles)));
            k.Emit("cp.async.commit");
        }

        core.Clear();
        k.Emit("cp.async.wait", stages - 2);
        k.Barrier();
        Run(core.Load(0, 0, 0));
        if (tiles.Is(1))
        {
            Steps(0, Pred.Never, last: true);
            return;
        }

        var left = k.Variable(tiles);
        var (top, done) = (k.NewLabel(), k.NewLabel());
        k.Place(top);
        for (var buffer = 0; buffer < stages; buffer++)
        {
            Steps(buffer, k.Less(stages - 1, left), last: false);
            k.Emit("add.s32", left, left, -1);
            var more = k.Less(0, left);
            k.EmitIf(buffer == stages - 1 ? more : !more, "bra", buffer == stages - 1 ? top : done);
        }

        k.Place(done);
    }

    private void Steps(int buffer, Pred copy, bool last)
    {
        var pending = Copies((buffer + stages - 1) % stages, false, copy);
        var portions = Math.Max(1, core.Steps - 1);
        for (var step = 0; step < core.Steps; step++)
        {
            var following = step + 1 == core.Steps;
            if (following && !last)
            {
                k.Emit("cp.async.commit");
                k.Emit("cp.async.wait", stages - 2);
                k.Barrier();
            }

            IReadOnlyList<Action> loads = !following ? core.Load(step + 1, buffer, (step + 1) % 2)
                : last ? []
                : core.Load(0, (buffer + 1) % stages, (step + 1) % 2);
            var (from, to) = (pending.Count * step / portions, pending.Count * (step + 1) / portions);
            Interleave.Emit(core.Multiply(step % 2), step < portions ? [.. loads, .. pending.Skip(from).Take(to - from)] : loads);
        }
    }

    private List<Action> Copies(int buffer, bool first, Pred guard) => [.. copies.SelectMany(copy => copy.Copy(buffer, first, guard))];

    private static void Run(IReadOnlyList<Action> actions)
    {
        foreach (var action in actions)
        {
            action();
        }
    }
}
