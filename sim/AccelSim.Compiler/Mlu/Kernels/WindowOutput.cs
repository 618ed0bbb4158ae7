using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Stores tiles of channels-last images.</summary>
internal static class WindowOutput
{
    /// <summary>Stores a tile whose parts are image, row, column and channel.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="parts">Parts of the axes.</param>
    /// <param name="buffer">NRAM address.</param>
    /// <param name="y">Images in device memory.</param>
    /// <param name="whole">Extents of an image.</param>
    /// <param name="e">Bytes of an element.</param>
    /// <param name="pitch">Columns between rows in the buffer where they are not as many as are stored.</param>
    public static void Store(KernelWriter k, TilePart[] parts, Val buffer, Val y, WindowTile whole, long e, Val? pitch = null)
    {
        var (image, row, column, channel) = parts;
        var pixel = whole.Channels * e;
        var position = k.Add(k.Mul(k.Add(k.Mul(image.First, whole.Rows), row.First), whole.Columns), column.First);
        var destination = k.Add(y, k.Add(k.Mul(position, pixel), k.Mul(channel.First, e)));
        var piece = k.Mul(channel.Count, e);
        BlockCopy.Emit(
            k, MluSpace.Nram, MluSpace.Gdram, piece, column.Count, row.Count,
            new BlockPlace(destination, pixel, whole.Columns * pixel), new BlockPlace(buffer, piece, k.Mul(pitch ?? column.Count, piece)));
    }
}
