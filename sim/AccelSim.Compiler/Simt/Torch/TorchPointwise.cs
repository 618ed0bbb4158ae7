using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Compiler.Simt.Tokens;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Torch;

/// <summary>
/// An element-wise operator as PyTorch 2.6 launches it by itself (aten/src/ATen/native/cuda/CUDALoops.cuh), 128 threads a block. Where all operands lie on end, a thread has four
/// neighbours and an access of each operand (<c>vectorized_elementwise_kernel</c>), and the last block four elements a block apart. Where types are converted on the way, it has four such
/// elements, each loaded when the one before it has come (<c>unrolled_elementwise_kernel</c>, whose loads look the type up). All else goes through strides: two elements
/// of 4 bytes or four narrower ones, each loaded, computed and stored before the next, for pointers may alias (<c>elementwise_kernel</c>). Parameters: those of the operands.
/// </summary>
internal static class TorchPointwise
{
    private const int Threads = 128;
    private const int PerThread = 4;

    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="space">Elements; the first operand is the result, the others are read.</param>
    /// <param name="target">Chip.</param>
    /// <param name="function">An element of the result from those of the operands.</param>
    /// <exception cref="CompileException">There are more elements than 31 bits count.</exception>
    public static SimtLayerKernel Write(string name, AxisSpace space, SimtTarget target, Func<SimtKernelBuilder, Reg[], Reg> function)
    {
        if (space.Count + (Threads * PerThread) > int.MaxValue)
        {
            throw new CompileException($"kernel '{name}' has {space.Count} elements, more than 31 bits count", null);
        }

        var result = space.Operands[0].Type;
        var onEnd = space.Extents.Length == 1 && space.Operands.All(operand => operand.Strides[0] == 1);

        // a copy from fp32 to a narrower type has a kernel of its own, which knows both
        var converts = space.Operands.Skip(1).Any(operand => operand.Type != result && operand.Type != ElementType.Float32);
        var perThread = !onEnd && !converts && result == ElementType.Float32 ? 2 : PerThread;
        var (count, block) = ((int)space.Count, Threads * perThread);
        var k = new SimtKernelBuilder(name);
        var (cta, thread) = (k.Special(SimtSpecialRegister.CtaidX), k.Special(SimtSpecialRegister.TidX));
        var first = k.Mad(cta, block, thread);
        var whole = count / block;

        // loads before stores, or one element after the other
        void Apart(bool together)
        {
            List<(Val Number, Reg[] Loaded, Pred Guard)> all = [];
            for (var i = 0; i < perThread; i++)
            {
                var number = k.Add(first, i * Threads);
                var guard = count % block == 0 ? Pred.Always : k.Less(number, count);
                var places = onEnd ? [number] : Places(k, space, number);
                Reg[] loaded = [.. space.Operands.Skip(1).Select(operand => ElementCode.Load(k, Address(k, operand, places), 0, 1, operand.Type, guard)[0])];
                if (together)
                {
                    all.Add((number, loaded, guard));
                }
                else
                {
                    ElementCode.Store(k, Address(k, space.Operands[0], places), 0, [function(k, loaded)], result, guard);
                }
            }

            foreach (var (number, loaded, guard) in all)
            {
                ElementCode.Store(k, Address(k, space.Operands[0], [number]), 0, [function(k, loaded)], result, guard);
            }
        }

        void Vector()
        {
            Val[] place = [k.Mad(cta, block, k.Mul(thread, PerThread))];
            Reg[][] loaded = [.. space.Operands.Skip(1).Select(operand => ElementCode.Load(k, Address(k, operand, place), 0, PerThread, operand.Type))];
            Reg[] results = [.. Enumerable.Range(0, PerThread).Select(i => function(k, [.. loaded.Select(operand => operand[i])]))];
            ElementCode.Store(k, Address(k, space.Operands[0], place), 0, results, result);
        }

        if (!onEnd || converts)
        {
            Apart(onEnd);
        }
        else if (whole == 0)
        {
            Apart(true);
        }
        else
        {
            k.If(count % block == 0 ? Pred.Always : k.Less(cta, whole), Vector, () => Apart(true), uniform: true);
        }

        var blocks = (count + block - 1) / block;
        var kind = !onEnd ? "strided" : converts ? "unrolled" : "vectorized";
        return new SimtLayerKernel(k.Finish(target.MaxRegisters), new SimtExtent(blocks, 1, 1), new SimtExtent(Threads, 1, 1), $"{name}({kind},{blocks} blocks)");
    }

    private static Reg Address(SimtKernelBuilder k, StridedOperand operand, Val[] places)
    {
        Val offset = 0;
        for (var axis = 0; axis < places.Length; axis++)
        {
            offset = k.Mad(places[axis], (int)operand.Strides[axis], offset);
        }

        return k.Offset(k.Pointer(operand.Parameter), offset, operand.Type.SizeInBytes());
    }

    /// <summary>Place along each axis, the innermost first divided off.</summary>
    private static Val[] Places(SimtKernelBuilder k, AxisSpace space, Val number)
    {
        var places = new Val[space.Extents.Length];
        for (var axis = places.Length - 1; axis > 0; axis--)
        {
            (number, places[axis]) = LibraryCode.DivRemByMagic(k, number, (int)space.Extents[axis]);
        }

        places[0] = number;
        return places;
    }
}
