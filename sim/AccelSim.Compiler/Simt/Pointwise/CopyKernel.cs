using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>
/// Moves elements as they are between two layouts: transposes, concatenation, expansion. Where the source has no gaps along another axis than the result,
/// tiles go through shared memory (<see cref="TransposeKernel"/>). Parameters: x, y.
/// </summary>
internal static class CopyKernel
{
    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="extents">Extents of both.</param>
    /// <param name="from">The source.</param>
    /// <param name="to">The destination.</param>
    /// <param name="target">Chip.</param>
    public static SimtLayerKernel Write(string name, IReadOnlyList<long> extents, StridedOperand from, StridedOperand to, SimtTarget target)
    {
        var space = AxisSpace.Of(extents, to, from);
        if (TransposeKernel.TryWrite(name, space, target) is { } transposed)
        {
            return transposed;
        }

        var k = new SimtKernelBuilder(name);
        var index = new PointwiseIndex(k, space, target);
        var bytes = to.Type.SizeInBytes();
        var (result, source) = (space.Operands[0], space.Operands[1]);
        var loaded = Enumerable.Range(0, index.Groups).Select(group => Load(k, index, source, group, bytes)).ToArray();
        for (var group = 0; group < index.Groups; group++)
        {
            Store(k, index.Address(result, group), loaded[group], index.Width * bytes, index.Guards[group]);
        }

        return new SimtLayerKernel(k.Finish(target.MaxRegisters), index.Grid, index.Block, index.Schedule);
    }

    /// <summary>A group's elements packed as they go to memory.</summary>
    private static Reg Load(SimtKernelBuilder k, PointwiseIndex index, StridedOperand source, int group, int bytes)
    {
        var address = index.Address(source, group);
        var (width, stride) = (index.Width, source.Strides[^1]);
        if (stride == 1 || width == 1)
        {
            return Whole(k, address, 0, width * bytes, index.Guards[group]);
        }

        // single elements, or one that repeats
        Reg[] parts = [.. Enumerable.Range(0, stride == 0 ? 1 : width).Select(i => Whole(k, address, (int)(i * stride * bytes), bytes, index.Guards[group]))];
        var packed = k.NewReg(width * bytes / 4);
        for (var word = 0; word < packed.Count; word++)
        {
            Reg Part(int element) => parts[stride == 0 ? 0 : element];
            k.Emit("mov.b32", packed[word], bytes >= 4 ? Part(word * 4 / bytes)[word % (bytes / 4)] : Part(2 * word));
            if (bytes == 2)
            {
                // bytes 0 and 1 of the first, then 0 and 1 of the second
                k.Emit("prmt.b32", packed[word], packed[word], 0x5410, Part((2 * word) + 1));
            }
        }

        return packed;
    }

    private static Reg Whole(SimtKernelBuilder k, Reg address, int offset, int bytes, Pred guard)
    {
        var register = k.NewReg(Math.Max(1, bytes / 4));
        k.EmitIf(guard, $"ld.global{AccessWidth.Of(bytes)}", register, Arg.At(address, offset));
        return register;
    }

    private static void Store(SimtKernelBuilder k, Reg address, Reg packed, int bytes, Pred guard) => k.EmitIf(guard, $"st.global{AccessWidth.Of(bytes)}", Arg.At(address), packed);
}
