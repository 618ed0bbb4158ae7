using AccelSim.Compiler.Simt.Emit;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Kernels;

/// <summary>Loads and stores elements of device memory, which kernels compute with as fp32.</summary>
internal static class ElementCode
{
    /// <summary>Most elements of a type that one access of a thread moves: 16 bytes.</summary>
    public static int PerAccess(ElementType type) => 16 / type.SizeInBytes();

    /// <summary>Most elements, a power of two, that one access of a thread moves where an extent, or several or-ed together, must be whole accesses.</summary>
    public static int PerAccess(ElementType type, int extent)
    {
        var count = PerAccess(type);
        while (extent % count != 0)
        {
            count /= 2;
        }

        return count;
    }

    /// <summary>Loads neighbouring elements as fp32, in accesses as wide as their number allows; the address must be aligned to them.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="address">Address of the first, a pair of registers.</param>
    /// <param name="offset">Bytes beyond the address.</param>
    /// <param name="count">Elements, a power of two.</param>
    /// <param name="type">fp32, fp16 or bf16.</param>
    /// <param name="guard">Where it does not hold the elements are zeros, and memory is not touched.</param>
    /// <param name="cache"><c>""</c>, <c>.cg</c> or <c>.cs</c>.</param>
    /// <returns>A register per element.</returns>
    public static Reg[] Load(SimtKernelBuilder k, Reg address, int offset, int count, ElementType type, Pred guard = default, string cache = "")
    {
        var raw = LoadRaw(k, address, offset, count * type.SizeInBytes(), guard, cache);
        return Widen(k, raw, count, type);
    }

    /// <summary>Loads 2, 4, 8 or 16 bytes, or a multiple of 16, as they are; registers hold a pattern where the guard does not hold.</summary>
    public static Reg[] LoadRaw(SimtKernelBuilder k, Reg address, int offset, int bytes, Pred guard = default, string cache = "", int fill = 0)
    {
        var result = new List<Reg>();
        for (var at = 0; at < bytes; at += 16)
        {
            var piece = Math.Min(16, bytes - at);
            var registers = k.NewReg(Math.Max(1, piece / 4));
            if (!guard.IsAlways)
            {
                k.Fill(registers, fill);
            }

            k.EmitIf(guard, $"ld.global{cache}{AccessWidth.Of(piece)}", registers, Arg.At(address, offset + at));
            result.AddRange(Enumerable.Range(0, registers.Count).Select(i => registers[i]));
        }

        return [.. result];
    }

    /// <summary>Elements as they lie in registers, as fp32.</summary>
    public static Reg[] Widen(SimtKernelBuilder k, IReadOnlyList<Reg> raw, int count, ElementType type)
    {
        if (type == ElementType.Float32)
        {
            return [.. raw];
        }

        var from = type == ElementType.BFloat16 ? "bf16" : "f16";
        return [.. Enumerable.Range(0, count).Select(i => k.Do($"cvt.f32.{from}{(i % 2 == 0 ? ".lo" : ".hi")}", raw[i / 2]))];
    }

    /// <summary>Pairs of fp32 as elements of a type in registers; a register per element for fp32, per pair for narrower ones.</summary>
    public static Reg Narrow(SimtKernelBuilder k, IReadOnlyList<Reg> values, ElementType type)
    {
        if (type == ElementType.Float32)
        {
            if (values.Count == 1)
            {
                return values[0];
            }

            var together = k.NewReg(values.Count);
            for (var i = 0; i < values.Count; i++)
            {
                k.Emit("mov.b32", together[i], values[i]);
            }

            return together;
        }

        var result = k.NewReg((values.Count + 1) / 2);
        for (var i = 0; i < result.Count; i++)
        {
            k.Emit(type == ElementType.BFloat16 ? "cvt.bf16x2.f32" : "cvt.f16x2.f32", result[i], values[2 * i], (2 * i) + 1 < values.Count ? values[(2 * i) + 1] : 0f);
        }

        return result;
    }

    /// <summary>Stores fp32 values as neighbouring elements of a type, in accesses as wide as their number allows.</summary>
    public static void Store(SimtKernelBuilder k, Reg address, int offset, IReadOnlyList<Reg> values, ElementType type, Pred guard = default)
    {
        var most = PerAccess(type);
        for (var first = 0; first < values.Count; first += most)
        {
            var piece = values.Skip(first).Take(most).ToArray();
            var bytes = piece.Length * type.SizeInBytes();
            k.EmitIf(guard, $"st.global{AccessWidth.Of(bytes)}", Arg.At(address, offset + (first * type.SizeInBytes())), Narrow(k, piece, type));
        }
    }
}
