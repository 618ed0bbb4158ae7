using AccelSim.Compiler.Mlu.Emit;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// The three-stage load-compute-store pipeline of the BANG C guide (section 5): while tile i is computed, tile i+1 is loaded and tile i-1 is
/// stored; a sync of all queues ends every step, so buffers alternate between two halves without further ordering.
/// </summary>
internal static class SoftwarePipeline
{
    /// <summary>Emits the pipeline.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="tiles">Tiles of this task; may be zero.</param>
    /// <param name="load">Issues the copies into the buffers of a tile.</param>
    /// <param name="compute">Issues the operations of a tile.</param>
    /// <param name="store">Issues the copies out of the buffers of a tile.</param>
    public static void Emit(KernelWriter k, Val tiles, Action<Val> load, Action<Val> compute, Action<Val> store) =>
        k.For(0, k.Add(tiles, 2), 1, step =>
        {
            k.IfLess(step, tiles, () => load(step));
            k.IfLess(0, step, () =>
            {
                var tile = k.Sub(step, 1);
                k.IfLess(tile, tiles, () => compute(tile));
            });
            k.IfLess(1, step, () => store(k.Sub(step, 2)));
            k.Sync();
        });

    /// <summary>Emits the two-stage pipeline of tiles that are stored as they were loaded.</summary>
    public static void Emit(KernelWriter k, Val tiles, Action<Val> load, Action<Val> store) =>
        k.For(0, k.Add(tiles, 1), 1, step =>
        {
            k.IfLess(step, tiles, () => load(step));
            k.IfLess(0, step, () => store(k.Sub(step, 1)));
            k.Sync();
        });

    /// <summary>How many of <paramref name="total"/> tiles a task has when they are dealt to <paramref name="tasks"/> tasks in turn.</summary>
    public static Val Share(KernelWriter k, long total, Val task, long tasks) => k.Div(k.Sub(total + tasks - 1, task), tasks);

    /// <summary>Address of the half of a double buffer that a tile uses.</summary>
    public static Val Half(KernelWriter k, long address, long bytes, Val tile) => k.Add(k.Mul(k.Rem(tile, 2), bytes), address);
}
