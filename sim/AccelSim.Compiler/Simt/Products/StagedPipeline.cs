using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// The main loop over tiles along k where copies go through registers: while a tile is multiplied the next is on its way into registers; it is written into
/// the other buffer before the last step, in which the first factors of the next tile are loaded (CUTLASS: <c>MmaPipelined</c>).
/// </summary>
internal sealed class StagedPipeline(SimtKernelBuilder k, IProductCore core, IReadOnlyList<StagedTileCopy> copies)
{
    /// <summary>Buffers in shared memory.</summary>
    public const int Buffers = 2;

    /// <summary>Writes the loop.</summary>
    /// <param name="tiles">Tiles along k, at least 1.</param>
    public void Emit(Val tiles)
    {
        Run(copies.SelectMany(copy => copy.Read(true, Pred.Always)));
        core.Clear();
        Run(copies.SelectMany(copy => copy.Write(0)));
        k.Barrier();
        Run(core.Load(0, 0, 0));
        if (tiles.Is(1))
        {
            Steps(0, Pred.Never);
            return;
        }

        var left = k.Variable(tiles);
        var (top, done) = (k.NewLabel(), k.NewLabel());
        k.Place(top);
        for (var buffer = 0; buffer < Buffers; buffer++)
        {
            var more = k.Less(1, left);
            Steps(buffer, more);
            k.Emit("add.s32", left, left, -1);
            k.EmitIf(buffer == 1 ? more : !more, "bra", buffer == 1 ? top : done);
        }

        k.Place(done);
    }

    private void Steps(int buffer, Pred more)
    {
        var pending = copies.SelectMany(copy => copy.Read(false, more)).ToList();

        // all reads are under way in the first half of the tile
        var portions = Math.Max(1, core.Steps / 2);
        for (var step = 0; step < core.Steps; step++)
        {
            var following = step + 1 == core.Steps;
            if (following && !more.IsNever)
            {
                Run(copies.SelectMany(copy => copy.Write(1 - buffer)));
                k.Barrier();
            }

            var loads = !following ? core.Load(step + 1, buffer, (step + 1) % 2)
                : more.IsNever ? []
                : core.Load(0, 1 - buffer, (step + 1) % 2);
            var (from, to) = (pending.Count * step / portions, pending.Count * (step + 1) / portions);
            Interleave.Emit(core.Multiply(step % 2), step < portions ? [.. loads, .. pending.Skip(from).Take(to - from)] : loads);
        }
    }

    private static void Run(IEnumerable<Action> actions)
    {
        foreach (var action in actions)
        {
            action();
        }
    }
}
