using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>An axis of a kernel's work, cut into tiles.</summary>
/// <param name="Extent">Positions along the axis.</param>
/// <param name="Tile">Positions of a tile; the last one may be shorter.</param>
internal readonly record struct TileAxis(long Extent, long Tile)
{
    /// <summary>Tiles along the axis.</summary>
    public long Count => TileMath.CeilDiv(Extent, Tile);

    /// <summary>The part that tile number <paramref name="tile"/> covers.</summary>
    public TilePart Part(KernelWriter k, Val tile)
    {
        if (Count == 1)
        {
            return new TilePart(0, Extent);
        }

        var first = k.Mul(tile, Tile);
        return new TilePart(first, Extent % Tile == 0 ? Tile : k.Min(Tile, k.Sub(Extent, first)));
    }
}

/// <summary>The part of an axis that a tile covers.</summary>
/// <param name="First">First position.</param>
/// <param name="Count">Positions.</param>
internal readonly record struct TilePart(Val First, Val Count);

/// <summary>Names the parts of a tile in the order of the grid's axes.</summary>
internal static class TileParts
{
    public static void Deconstruct(this TilePart[] parts, out TilePart outer, out TilePart inner) => (outer, inner) = (parts[0], parts[1]);

    public static void Deconstruct(this TilePart[] parts, out TilePart outer, out TilePart middle, out TilePart inner) => (outer, middle, inner) = (parts[0], parts[1], parts[2]);

    public static void Deconstruct(this TilePart[] parts, out TilePart image, out TilePart row, out TilePart column, out TilePart channel) =>
        (image, row, column, channel) = (parts[0], parts[1], parts[2], parts[3]);
}

/// <summary>
/// The work of a kernel as a grid of tiles that is dealt to the tasks in turn, so that neighbouring tiles run side by side. Where a reduction is cut
/// into slices, every tile takes one step per slice: its result is complete after the last.
/// </summary>
internal sealed class TileGrid
{
    private readonly KernelWriter _k;
    private readonly TileAxis[] _axes;
    private readonly TileAxis _reduction;
    private readonly Val _task;
    private readonly Val _mine;

    /// <summary>Deals a grid; axes are named outermost first.</summary>
    public TileGrid(KernelWriter k, MluTarget target, params ReadOnlySpan<TileAxis> axes)
        : this(k, target, new TileAxis(1, 1), axes)
    {
    }

    private TileGrid(KernelWriter k, MluTarget target, TileAxis reduction, ReadOnlySpan<TileAxis> axes)
        : this(k, k.Special(MluSpecialRegister.TaskId), Math.Min(target.Cores, Count(axes)), reduction, axes)
    {
    }

    private TileGrid(KernelWriter k, Val task, long tasks, TileAxis reduction, ReadOnlySpan<TileAxis> axes)
    {
        (_k, _task, _reduction, _axes) = (k, task, reduction, axes.ToArray());
        Tiles = Count(axes);
        Tasks = (int)tasks;
        _mine = SoftwarePipeline.Share(k, Tiles, task, tasks);
    }

    /// <summary>Deals a grid whose tiles reduce over one more axis, slice by slice.</summary>
    public static TileGrid Reducing(TileAxis reduction, KernelWriter k, MluTarget target, params ReadOnlySpan<TileAxis> axes) => new(k, target, reduction, axes);

    /// <summary>Deals a grid to some of the tasks: <paramref name="task"/> is one of <paramref name="tasks"/> that share it.</summary>
    public static TileGrid Among(Val task, long tasks, KernelWriter k, params ReadOnlySpan<TileAxis> axes) => new(k, task, tasks, new TileAxis(1, 1), axes);

    /// <summary>Tiles of all tasks.</summary>
    public long Tiles { get; }

    /// <summary>Tasks that have work.</summary>
    public int Tasks { get; }

    /// <summary>Emits the load-compute-store pipeline over the tiles of a task; a tile is stored after its last slice.</summary>
    public void Pipeline(Action<Val> load, Action<Val> compute, Action<Val> store) =>
        SoftwarePipeline.Emit(_k, _k.Mul(_mine, _reduction.Count), load, compute, step => OnLastSlice(step, () => store(step)));

    /// <summary>Emits the load-store pipeline of tiles that nothing is computed on.</summary>
    public void Pipeline(Action<Val> load, Action<Val> store) => SoftwarePipeline.Emit(_k, _mine, load, store);

    /// <summary>The parts of the axes that a step works on.</summary>
    public TilePart[] At(Val step)
    {
        var parts = new TilePart[_axes.Length];
        var index = _k.Add(_task, _k.Mul(Turn(step), Tasks));
        var outer = Tiles;
        for (var i = _axes.Length - 1; i >= 0; i--)
        {
            var axis = _axes[i];
            outer /= axis.Count;
            parts[i] = axis.Part(_k, outer == 1 ? index : _k.Rem(index, axis.Count));
            index = outer == 1 ? 0 : _k.Div(index, axis.Count);
        }

        return parts;
    }

    /// <summary>The slice of the reduction that a step works on.</summary>
    public TilePart Slice(Val step) => _reduction.Part(_k, _k.Rem(step, _reduction.Count));

    /// <summary>Emits code for the first slice of a tile.</summary>
    public void OnFirstSlice(Val step, Action then) => _k.IfEqual(_k.Rem(step, _reduction.Count), 0, then);

    /// <summary>Emits code for all slices of a tile but the first.</summary>
    public void OnLaterSlices(Val step, Action then) => _k.IfNotEqual(_k.Rem(step, _reduction.Count), 0, then);

    /// <summary>Emits code for the last slice of a tile.</summary>
    public void OnLastSlice(Val step, Action then) => _k.IfEqual(_k.Rem(step, _reduction.Count), _reduction.Count - 1, then);

    /// <summary>Address of the half of a double buffer that a step loads to and computes from.</summary>
    public Val Input(Val step, long address, long bytes) => SoftwarePipeline.Half(_k, address, bytes, step);

    /// <summary>Address of the half of a double buffer that a tile's result is in.</summary>
    public Val Output(Val step, long address, long bytes) => SoftwarePipeline.Half(_k, address, bytes, Turn(step));

    private static long Count(ReadOnlySpan<TileAxis> axes)
    {
        var count = 1L;
        foreach (var axis in axes)
        {
            count *= axis.Count;
        }

        return count;
    }

    private Val Turn(Val step) => _k.Div(step, _reduction.Count);
}
