using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Compiler.Simt.Tokens;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Torch;

/// <summary>
/// y = tensors of the same shape side by side along the innermost axis, as PyTorch copies them where not all lie on end (<c>CatArrayBatchedCopy</c>, aten/src/ATen/native/cuda/Shape.cu):
/// two blocks of 512 threads an SM for each tensor walk over its elements, one at a time, with divisions by sizes that are known only when the kernel runs,
/// for the place in the result and again for that in the tensor. Parameters: those of the operands.
/// </summary>
internal static class TorchCat
{
    private const int Threads = 512;
    private const int BlocksPerSm = 2;

    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="extents">Elements of a tensor along each axis.</param>
    /// <param name="result">The result, with its strides.</param>
    /// <param name="tensors">The tensors, with theirs.</param>
    /// <param name="target">Chip.</param>
    /// <exception cref="CompileException">There are more elements than 31 bits count.</exception>
    public static SimtLayerKernel Write(string name, IReadOnlyList<int> extents, StridedOperand result, IReadOnlyList<StridedOperand> tensors, SimtTarget target)
    {
        var count = extents.Aggregate(1L, (product, extent) => product * extent);
        var threads = Math.Min(Threads, target.MaxThreads);
        var blocks = BlocksPerSm * target.Sms;
        if ((count * tensors.Count) + ((long)threads * blocks) > int.MaxValue)
        {
            throw new CompileException($"kernel '{name}' has {count * tensors.Count} elements, more than 31 bits count", null);
        }

        var bytes = target.ElementBytes;
        var suffix = AccessWidth.Of(bytes);
        var k = new SimtKernelBuilder(name);
        var which = k.Special(SimtSpecialRegister.CtaidY);
        var first = k.Mad(k.Special(SimtSpecialRegister.CtaidX), threads, k.Special(SimtSpecialRegister.TidX));
        Reg[] sizes = [.. extents.Select(extent => k.Variable(extent))];
        for (var tensor = 0; tensor < tensors.Count; tensor++)
        {
            var (source, before) = (tensors[tensor], tensor * extents[^1]);
            k.If(k.Equal(which, tensor), () => k.For(first, (int)count, threads * blocks, element =>
            {
                var to = Offset(k, element, sizes, result);
                var from = Offset(k, element, sizes, source);
                var value = k.NewReg();
                k.Emit("ld.global" + suffix, value, Arg.At(k.Offset(k.Pointer(source.Parameter), from, bytes)));
                k.Emit("st.global" + suffix, Arg.At(k.Offset(k.Pointer(result.Parameter), k.Add(to, before), bytes)), value);
            }, uniform: false), uniform: true);
        }

        return new SimtLayerKernel(
            k.Finish(target.MaxRegisters), new SimtExtent(blocks, tensors.Count, 1), new SimtExtent(threads, 1, 1), $"{name}({blocks} x {tensors.Count} blocks of {threads} threads)");
    }

    private static Val Offset(SimtKernelBuilder k, Val number, Reg[] sizes, StridedOperand operand)
    {
        Val offset = 0;
        for (var axis = sizes.Length - 1; axis > 0; axis--)
        {
            (number, var place) = LibraryCode.DivRem(k, number, sizes[axis]);
            offset = k.Mad(place, (int)operand.Strides[axis], offset);
        }

        return k.Mad(number, (int)operand.Strides[0], offset);
    }
}
