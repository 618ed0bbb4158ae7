using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Compiler.Simt.Tokens;
using AccelSim.Compiler.Simt.Torch;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>
/// Operators of Hugging Face's Llama (transformers/models/llama/modeling_llama.py) as PyTorch runs them eagerly: a kernel for every operation of the Python code, each with its
/// result in memory.
/// </summary>
/// <param name="chip">Chip.</param>
/// <param name="type">Element type of activations and weights: fp16 or bf16.</param>
public sealed class TorchCompiler(SimtChip chip, ElementType type)
{
    private const float Epsilon = 1e-5f;

    private readonly SimtTarget _target = new(chip, type);

    /// <summary>
    /// <c>LlamaRMSNorm</c>: to fp32, square, mean, plus epsilon, reciprocal root, product, back, product with the weights. As in PyTorch's allocator the product lies where the squares
    /// were, and what is narrowed where the widened were. Null where the mean has no kernel.
    /// </summary>
    public OperatorProgram? RmsNorm(int rows, int columns)
    {
        if (TorchMean.Write("mean", "square", "mean", rows, columns, _target) is not { } mean)
        {
            return null;
        }

        long[] matrix = [rows, columns], one = [rows, 1];
        long[] dense = [columns, 1], row = [0, 1], column = [1, 0];
        long elements = (long)rows * columns, bytes = elements * type.SizeInBytes();
        const int Wide = sizeof(float);
        return new OperatorBuffers().With("x", bytes).With("wide", elements * Wide).With("square", elements * Wide).With("mean", rows * Wide).With("shifted", rows * Wide).With("root", rows * Wide)
            .With("weight", (long)columns * type.SizeInBytes()).With("y", bytes).Part("narrow", "wide", 0).Program(
                Pointwise("to_float", matrix, Wide32("wide", dense), [Narrow("x", dense)], (_, v) => v[0]),
                Pointwise("pow", matrix, Wide32("square", dense), [Wide32("wide", dense)], (k, v) => k.Do("mul.f32", v[0], v[0])),
                mean,
                Pointwise("add_eps", one, Wide32("shifted", column), [Wide32("mean", column)], (k, v) => k.Do("add.f32", v[0], Epsilon)),
                Pointwise("rsqrt", one, Wide32("root", column), [Wide32("shifted", column)], (k, v) => k.Do("rsqrt.f32", v[0])),
                Pointwise("mul", matrix, Wide32("square", dense), [Wide32("wide", dense), Wide32("root", column)], (k, v) => k.Do("mul.f32", v[0], v[1])),
                Pointwise("to_half", matrix, Narrow("narrow", dense), [Wide32("square", dense)], (_, v) => v[0]),
                Pointwise("mul_weight", matrix, Narrow("y", dense), [Narrow("weight", row), Narrow("narrow", dense)], (k, v) => k.Do("mul.f32", v[0], v[1])));
    }

    /// <summary>
    /// <c>apply_rotary_pos_emb</c> on q and k as the projections leave them, [tokens, heads, size], with the axes of tokens and heads exchanged: for each x * cos, minus the second
    /// half, both halves the other way round side by side, that times sin, and the sum.
    /// </summary>
    public OperatorProgram Rope(int tokens, int heads, int kvHeads, int size)
    {
        var bytes = type.SizeInBytes();
        var buffers = new OperatorBuffers().With("cos", (long)tokens * size * bytes).With("sin", (long)tokens * size * bytes);
        List<SimtLayerKernel> kernels = [];
        foreach (var (x, count) in (ReadOnlySpan<(string, int)>)[("q", heads), ("k", kvHeads)])
        {
            var (all, half) = ((long)tokens * count * size, size / 2);
            buffers.With(x, all * bytes).With(x + "_cos", all * bytes).With(x + "_minus", all / 2 * bytes).With(x + "_turned", all * bytes).With(x + "_sin", all * bytes).With(x + "_embed", all * bytes)
                .Part(x + "_second", x, (long)half * bytes);
            long[] axes = [count, tokens, size], halves = [count, tokens, half];

            // strides along heads, tokens and elements: as projected, of one half of that, and with the heads outermost
            long[] projected = [size, (long)count * size, 1], minus = [half, (long)count * half, 1], headed = [(long)tokens * size, size, 1], angles = [0, size, 1];
            kernels.AddRange([
                Pointwise("mul_cos", axes, Narrow(x + "_cos", projected), [Narrow(x, projected), Narrow("cos", angles)], Product),
                Pointwise("neg", halves, Narrow(x + "_minus", minus), [Narrow(x + "_second", projected)], (k, v) => k.Do("neg.f32", v[0])),
                TorchCat.Write("cat", [count, tokens, half], Narrow(x + "_turned", headed), [Narrow(x + "_minus", minus), Narrow(x, projected)], _target),
                Pointwise("mul_sin", axes, Narrow(x + "_sin", headed), [Narrow(x + "_turned", headed), Narrow("sin", angles)], Product),
                Pointwise("add", axes, Narrow(x + "_embed", projected), [Narrow(x + "_cos", projected), Narrow(x + "_sin", headed)], (k, v) => k.Do("add.f32", v[0], v[1])),
            ]);
        }

        return buffers.Program(kernels);
    }

    /// <summary>silu(gate) * up: a kernel for each.</summary>
    public OperatorProgram SiluProduct(long elements)
    {
        var bytes = elements * type.SizeInBytes();
        return new OperatorBuffers().With("gate", bytes).With("silu", bytes).With("up", bytes).With("y", bytes).Program(
            Pointwise("silu", [elements], Narrow("silu", [1]), [Narrow("gate", [1])],
                (k, v) => LibraryCode.Divide(k, v[0], k.Do("add.f32", LibraryCode.Exp(k, k.Do("neg.f32", v[0])), 1f))),
            Pointwise("mul", [elements], Narrow("y", [1]), [Narrow("silu", [1]), Narrow("up", [1])], Product));
    }

    private static Reg Product(SimtKernelBuilder k, Reg[] values) => k.Do("mul.f32", values[0], values[1]);

    private static StridedOperand Wide32(string name, long[] strides) => new(name, 0, [.. strides], ElementType.Float32);

    private StridedOperand Narrow(string name, long[] strides) => new(name, 0, [.. strides], type);

    private SimtLayerKernel Pointwise(string name, long[] extents, StridedOperand result, StridedOperand[] operands, Func<SimtKernelBuilder, Reg[], Reg> function) =>
        TorchPointwise.Write(name, AxisSpace.Of(extents, [result, .. operands]), _target, function);
}
