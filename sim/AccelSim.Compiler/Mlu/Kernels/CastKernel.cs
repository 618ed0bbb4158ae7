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
        long tiles = (count + tile - 1) / tile, inBytes = tile * fromBytes, outBytes = tile * toBytes;
        var tasks = (int)Math.Min(target.Cores, tiles);
        var k = new KernelWriter();
        Val x = k.Parameter("x"), y = k.Parameter("y"), task = k.Special(MluSpecialRegister.TaskId);
        (Val First, Val Count) At(Val step)
        {
            var first = k.Mul(k.Add(task, k.Mul(step, tasks)), tile);
            return (first, count % tile == 0 ? tile : k.Min(tile, k.Sub(count, first)));
        }

        SoftwarePipeline.Emit(k, SoftwarePipeline.Share(k, tiles, task, tasks), step =>
        {
            var at = At(step);
            k.Copy(MluSpace.Gdram, MluSpace.Nram, SoftwarePipeline.Half(k, 0, inBytes, step), k.Add(x, k.Mul(at.First, fromBytes)), k.Mul(at.Count, fromBytes));
        }, step =>
        {
            // ONNX casts to integers toward zero
            k.Convert(to, from, SoftwarePipeline.Half(k, 2 * inBytes, outBytes, step), SoftwarePipeline.Half(k, 0, inBytes, step), At(step).Count, to.IsFloat() ? MluRounding.Rn : MluRounding.Tz);
        }, step =>
        {
            var at = At(step);
            k.Copy(MluSpace.Nram, MluSpace.Gdram, k.Add(y, k.Mul(at.First, toBytes)), SoftwarePipeline.Half(k, 2 * inBytes, outBytes, step), k.Mul(at.Count, toBytes));
        });
        return new LayerKernel(k.Finish(name, MluTaskType.Block, false), tasks, $"cast(tile={tile})");
    }
}
