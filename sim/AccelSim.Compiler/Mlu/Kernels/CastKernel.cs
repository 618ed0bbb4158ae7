using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Converts the element type of a row-major tensor. Parameters: x, y.</summary>
internal static class CastKernel
{
    public static LayerKernel Write(string name, MluDataType from, MluDataType to, long count, MluTarget target)
    {
        long fromBytes = from.Bits() / 8, toBytes = to.Bits() / 8;
        var share = (((count + target.Cores - 1) / target.Cores) + 63) / 64 * 64;
        var tile = Math.Min(share, target.Nram / 2 / (fromBytes + toBytes) / 128 * 128);
        long inBytes = tile * fromBytes, outBytes = tile * toBytes, outBase = 2 * inBytes;
        var k = new KernelWriter();
        Val x = k.Parameter("x"), y = k.Parameter("y");
        var grid = new TileGrid(k, target, new TileAxis(count, tile));
        grid.Pipeline(step =>
        {
            var part = grid.At(step)[0];
            k.Copy(MluSpace.Gdram, MluSpace.Nram, grid.Input(step, 0, inBytes), k.Add(x, k.Mul(part.First, fromBytes)), k.Mul(part.Count, fromBytes));
        }, step =>
        {
            // ONNX casts to integers toward zero
            k.Convert(to, from, grid.Output(step, outBase, outBytes), grid.Input(step, 0, inBytes), grid.At(step)[0].Count, to.IsFloat() ? MluRounding.Rn : MluRounding.Tz);
        }, step =>
        {
            var part = grid.At(step)[0];
            k.Copy(MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Mul(part.First, toBytes)), grid.Output(step, outBase, outBytes), k.Mul(part.Count, toBytes));
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), grid.Tasks, $"cast(tile={tile})");
    }
}
