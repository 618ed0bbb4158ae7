using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>Converts between floats and integers of 32 or 64 bits, element by element; values of 64-bit integers beyond 32 bits saturate. Parameters: x, y.</summary>
internal static class CastKernel
{
    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, AxisSpace space, SimtTarget target)
    {
        var (result, source) = (space.Operands[0], space.Operands[1]);
        var k = new SimtKernelBuilder(name);
        var index = new PointwiseIndex(k, space, target);
        for (var group = 0; group < index.Groups; group++)
        {
            var from = index.Address(source, group);
            var to = index.Address(result, group);
            for (var i = 0; i < index.Width; i++)
            {
                var value = Read(k, from, (int)(i * source.Strides[^1]), source.Type, index.Guards[group]);
                Write(k, to, i, value, source.Type, result.Type, index.Guards[group]);
            }
        }

        return new SimtLayerKernel(k.Finish(target.MaxRegisters), index.Grid, index.Block, index.Schedule);
    }

    /// <summary>An element: fp32 of a float, the low and the high word of an integer.</summary>
    private static Reg Read(SimtKernelBuilder k, Reg address, int element, ElementType type, Pred guard)
    {
        if (type.IsFloat())
        {
            return ElementCode.Load(k, address, element * type.SizeInBytes(), 1, type, guard)[0];
        }

        var value = k.NewReg(type.SizeInBytes() / 4);
        k.EmitIf(guard, type == ElementType.Int64 ? "ld.global.b64" : "ld.global.b32", value, Arg.At(address, element * type.SizeInBytes()));
        return value;
    }

    private static void Write(SimtKernelBuilder k, Reg address, int element, Reg value, ElementType from, ElementType to, Pred guard)
    {
        var offset = element * to.SizeInBytes();
        if (to.IsFloat())
        {
            ElementCode.Store(k, address, offset, [from.IsFloat() ? value : k.Do("cvt.f32.s32", Low(k, value))], to, guard);
            return;
        }

        var word = from.IsFloat() ? k.Do("cvt.tz.s32.f32", value) : value.Count == 2 && to == ElementType.Int32 ? value[0] : value;
        if (to == ElementType.Int64 && word.Count == 1)
        {
            word = k.Do("cvt.s64.s32", word);
        }

        k.EmitIf(guard, to == ElementType.Int64 ? "st.global.b64" : "st.global.b32", Arg.At(address, offset), word);
    }

    /// <summary>An integer in 32 bits, saturated.</summary>
    private static Reg Low(SimtKernelBuilder k, Reg value)
    {
        if (value.Count == 1)
        {
            return value;
        }

        // the high word is not the sign of the low one: beyond 32 bits
        var sign = k.Do("shr.s32", value[0], 31);
        var limit = k.Do("xor.b32", k.Do("shr.s32", value[1], 31), int.MaxValue);
        return k.Do("sel.b32", value[0], limit, k.Test("setp.eq.and.s32", sign, value[1], Pred.Always));
    }
}
