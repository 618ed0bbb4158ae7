using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>
/// Turns tiles in shared memory where source and result have no gaps along different axes, so that both are read and written in whole sectors. A block
/// takes a tile of 32 x 32 elements; rows of the tile are a word longer, so that neither rows nor columns meet in a bank. Parameters: x, y.
/// </summary>
internal static class TransposeKernel
{
    private const int Side = 32;
    private const int Rows = 8;

    /// <summary>Writes the kernel; null where there is nothing to turn.</summary>
    public static SimtLayerKernel? TryWrite(string name, AxisSpace space, SimtTarget target)
    {
        var (result, source) = (space.Operands[0], space.Operands[1]);
        var bytes = result.Type.SizeInBytes();
        var last = space.Extents.Length - 1;
        var along = source.Strides.IndexOf(1);
        if (last < 1 || result.Strides[^1] != 1 || source.Strides[^1] is 0 or 1 || along < 0 || bytes > 4 || space.Extents[last] < 8 || space.Extents[along] < 8
            || space.Count > int.MaxValue)
        {
            return null;
        }

        var k = new SimtKernelBuilder(name);
        var tile = k.Shared(Side * (Side + 1) * 4);
        var (tilesX, tilesY) = (Tiles(space.Extents[last]), Tiles(space.Extents[along]));
        var (tx, ty) = (k.Special(SimtSpecialRegister.TidX), k.Special(SimtSpecialRegister.TidY));
        var (rest, x) = k.DivRem(k.Special(SimtSpecialRegister.CtaidX), tilesX);
        (rest, var y) = k.DivRem(rest, tilesY);
        Val column = k.Mul(x, Side), row = k.Mul(y, Side);
        Val from = 0, to = 0;
        for (var axis = last - 1; axis >= 0; axis--)
        {
            if (axis != along)
            {
                (rest, var at) = k.DivRem(rest, (int)space.Extents[axis]);
                from = k.Mad(at, (int)source.Strides[axis], from);
                to = k.Mad(at, (int)result.Strides[axis], to);
            }
        }

        // read along the axis of the source: lanes take neighbours along it
        var width = AccessWidth.Of(bytes);
        var readRow = k.Add(row, tx);
        var insideRow = k.Less(readRow, (int)space.Extents[along]);
        var read = k.Offset(k.Pointer("x"), k.Add(k.Add(from, readRow), k.Mul(k.Add(column, ty), (int)source.Strides[last])), bytes);
        var values = new Reg[Side / Rows];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = k.NewReg();
            var inside = k.LessAnd(k.Add(column, k.Add(ty, i * Rows)), (int)space.Extents[last], insideRow);
            k.EmitIf(inside, $"ld.global{width}", values[i], Arg.At(k.Plus(read, i * Rows * source.Strides[last] * bytes)));
        }

        var put = k.Mad(ty, (Side + 1) * 4, k.Mul(tx, 4));
        for (var i = 0; i < values.Length; i++)
        {
            k.Emit("st.shared.b32", Arg.At(put, tile + (i * Rows * (Side + 1) * 4)), values[i]);
        }

        k.Barrier();

        // and written along the axis of the result
        var get = k.Mad(tx, (Side + 1) * 4, k.Mul(ty, 4));
        var writeColumn = k.Add(column, tx);
        var insideColumn = k.Less(writeColumn, (int)space.Extents[last]);
        var write = k.Offset(k.Pointer("y"), k.Add(k.Add(to, writeColumn), k.Mul(k.Add(row, ty), (int)result.Strides[along])), bytes);
        for (var i = 0; i < values.Length; i++)
        {
            var value = k.Do("ld.shared.b32", Arg.At(get, tile + (i * Rows * 4)));
            var inside = k.LessAnd(k.Add(row, k.Add(ty, i * Rows)), (int)space.Extents[along], insideColumn);
            k.EmitIf(inside, $"st.global{width}", Arg.At(k.Plus(write, i * Rows * result.Strides[along] * bytes)), value);
        }

        var blocks = tilesX * tilesY * (int)(space.Count / space.Extents[last] / space.Extents[along]);
        return new SimtLayerKernel(k.Finish(target.MaxRegisters), new SimtExtent(blocks, 1, 1), new SimtExtent(Side, Rows, 1), $"{blocks} tiles of {Side}x{Side} turned in shared memory");
    }

    private static int Tiles(long extent) => (int)((extent + Side - 1) / Side);
}
