using AccelSim.Compiler.Simt.Attention;
using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Compiler.Simt.Rows;
using AccelSim.Compiler.Simt.Tokens;
using AccelSim.Graph.Operators;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>Compiles single operators on dense tensors with the kernels that models get, to be measured by themselves.</summary>
/// <param name="chip">Chip.</param>
/// <param name="type">Element type: fp32, fp16 or bf16.</param>
public sealed class OperatorCompiler(SimtChip chip, ElementType type)
{
    private const double Epsilon = 1e-5;

    private const float Int8Scale = 1f / 128;

    private readonly SimtTarget _target = new(chip, type);

    /// <summary>Softmax of each row.</summary>
    public OperatorProgram Softmax(int rows, int columns) => Row(new RowProblem { Kind = RowKind.Softmax, Rows = rows, Columns = columns });

    /// <summary>Layer normalisation of each row, with scale and shift.</summary>
    public OperatorProgram LayerNorm(int rows, int columns) => Row(LayerProblem(rows, columns));

    /// <summary>Root-mean-square normalisation of each row, with a scale.</summary>
    public OperatorProgram RmsNorm(int rows, int columns) => Row(RmsProblem(rows, columns));

    /// <summary>An element-wise operator.</summary>
    /// <param name="elements">Elements of the result.</param>
    /// <param name="function">Operator.</param>
    /// <param name="tensors">Operands that are tensors.</param>
    /// <param name="constant">One more operand, the same for all elements; null for none.</param>
    /// <returns>The program; null where the operator has no code.</returns>
    public OperatorProgram? Elementwise(long elements, Operator function, int tensors, double? constant = null)
    {
        double?[] constants = [.. Enumerable.Repeat<double?>(null, tensors), .. constant is { } value ? (double?[])[value] : []];
        return PointwiseCode.Supports(function, constants)
            ? Pointwise(elements, tensors, (k, values) => PointwiseCode.Emit(k, function, [.. values.Select(register => (Arg)register), .. constant is { } c ? (Arg[])[(float)c] : []], constants))
            : null;
    }

    /// <summary>silu(a) * b.</summary>
    public OperatorProgram SiluProduct(long elements) =>
        Pointwise(elements, 2, (k, values) => k.Do("mul.f32", MathCode.Activate(k, new Activation(ActivationKind.Silu, 1), values[0]), values[1]));

    /// <summary>A copy.</summary>
    public OperatorProgram Copy(long elements) => Buffers(elements, "x", "y").Program(CopyKernel.Write("copy", [elements], Operand("x"), Operand("y"), _target));

    /// <summary>Looks up rows of a table [vocabulary, width] by 64-bit indices.</summary>
    public OperatorProgram Embedding(int tokens, int width, int vocabulary) => Embedding(
        tokens, width, vocabulary, GatherKernel.Write("embedding", 1, vocabulary, width, tokens, type, ElementType.Int64, _target));

    /// <summary>Rotary position embedding of q [tokens, heads, size] and k [tokens, kvHeads, size], in place.</summary>
    public OperatorProgram Rope(int tokens, int heads, int kvHeads, int size) =>
        Rope(tokens, heads, kvHeads, size, RotaryKernel.Vector(size, _target));

    /// <summary>A product of row-major matrices, or a batch of them.</summary>
    /// <param name="batch">Products.</param>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Depth.</param>
    /// <param name="transposeA">True where A is stored [k, m].</param>
    /// <param name="transposeB">True where B is stored [n, k].</param>
    /// <param name="bias">True where a vector is added to each row.</param>
    public OperatorProgram Product(int batch, int m, int n, int k, bool transposeA = false, bool transposeB = false, bool bias = false)
    {
        var plain = GemmProblem.Of(m, n, k, type, transposeA, transposeB);
        var problem = plain with
        {
            Inner = batch,
            A = plain.A with { InnerStride = (long)m * k },
            B = plain.B with { InnerStride = (long)k * n },
            C = plain.C with { InnerStride = (long)m * n },
            Epilogue = plain.Epilogue with { Bias = bias ? GemmBias.Column : GemmBias.None, BiasType = type },
        };
        return Product(problem, batch * (long)m * k, ProductChoice.Of(problem, _target));
    }

    /// <summary>A product of int8 matrices, A stored [m, k] and B [n, k]; its sums are scaled and stored as elements. K is even.</summary>
    public OperatorProgram Int8Product(int m, int n, int k)
    {
        var problem = GemmProblem.OfInt8(m, n, k, Int8Scale);
        return Product(problem, (long)m * problem.K, ProductChoice.Of(problem, _target));
    }

    /// <summary>A convolution of channels-last images without groups.</summary>
    /// <param name="images">Images.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="size">Height and width of an image.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">Steps of the window.</param>
    /// <param name="padding">Rows and columns on each side.</param>
    public OperatorProgram Convolution(
        int images, int inputs, int outputs, (int Height, int Width) size, (int Height, int Width) kernel, (int Height, int Width) stride, (int Height, int Width) padding)
    {
        var problem = new ConvProblem
        {
            Images = images,
            Height = size.Height,
            Width = size.Width,
            InputChannels = inputs,
            OutputChannels = outputs,
            Kernel = kernel,
            Stride = stride,
            Padding = padding,
            Output = (((size.Height + (2 * padding.Height) - kernel.Height) / stride.Height) + 1, ((size.Width + (2 * padding.Width) - kernel.Width) / stride.Width) + 1),
            Input = type,
            Epilogue = new GemmEpilogue { Output = type },
        };
        return Product(problem.Product, (long)images * size.Height * size.Width * inputs, ProductChoice.Of(problem, _target));
    }

    /// <summary>Fused attention over tensors [batch, tokens, heads, size]; null where the chip has no fused form for it.</summary>
    /// <param name="batch">Sequences.</param>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="kvHeads">Heads of keys and values.</param>
    /// <param name="queries">Queries of a head.</param>
    /// <param name="keys">Keys of a head.</param>
    /// <param name="size">Elements of a head.</param>
    /// <param name="causal">True where a query sees only keys that are not after it; the last query sees all.</param>
    public OperatorProgram? Attention(int batch, int heads, int kvHeads, int queries, int keys, int size, bool causal) =>
        Attention(batch, heads, kvHeads, queries, keys, size, causal, packed: 1, new OperatorBuffers(), []);

    /// <summary>Fused attention after other kernels, which have buffers of their own, on <paramref name="packed"/> heads of the queries as one.</summary>
    internal OperatorProgram? Attention(
        int batch, int heads, int kvHeads, int queries, int keys, int size, bool causal, int packed, OperatorBuffers buffers, IEnumerable<SimtLayerKernel> before)
    {
        var rows = HeadView.ByGroup(heads, queries, size, packed);
        var problem = new AttentionProblem
        {
            Batch = batch,
            Heads = heads / packed,
            KvHeads = kvHeads,
            Queries = queries * packed,
            Keys = keys,
            HeadSize = size,
            Q = rows,
            K = HeadView.ByToken(kvHeads, keys, size),
            V = HeadView.ByToken(kvHeads, keys, size),
            O = rows,
            Packed = packed,
            Scale = 1 / MathF.Sqrt(size),
            Causal = causal ? keys - queries : null,
            Type = type,
        };
        if (AttentionKernels.Write("attention", _target, problem) is not { } plan)
        {
            return null;
        }

        long row = (long)batch * size * type.SizeInBytes(), query = row * heads * queries, key = row * kvHeads * keys;
        return buffers.With("q", query).With("k", key).With("v", key).With("o", query).With("partial", plan.PartialBytes).Program([.. before, .. plan.Kernels]);
    }

    private OperatorProgram Product(GemmProblem problem, long left, ProductKernels kernels) => ProductProgram.Of(problem, left, kernels, (long)problem.N * type.SizeInBytes());

    internal static RowProblem LayerProblem(int rows, int columns) => RmsProblem(rows, columns) with { Kind = RowKind.LayerNorm, Beta = RowFactors.PerColumn };

    internal static RowProblem RmsProblem(int rows, int columns) =>
        new() { Kind = RowKind.RmsNorm, Rows = rows, Columns = columns, Epsilon = Epsilon, Gamma = RowFactors.PerColumn };

    internal OperatorProgram Embedding(int tokens, int width, int vocabulary, SimtLayerKernel kernel)
    {
        long row = (long)width * type.SizeInBytes(), all = row * tokens, table = row * vocabulary;
        return new OperatorBuffers().With("indices", OperatorIntegers.Scattered(tokens, vocabulary)).With("table", table, Math.Min(table, all)).With("y", all).Program(kernel);
    }

    internal OperatorProgram Rope(int tokens, int heads, int kvHeads, int size, int vector)
    {
        var row = (long)tokens * size * type.SizeInBytes();
        return new OperatorBuffers().With("positions", OperatorIntegers.Ascending(tokens)).With("q", row * heads).With("k", row * kvHeads).With("table", row)
            .Program(RotaryKernel.Write("rope", tokens, heads, kvHeads, size, vector, _target));
    }

    internal OperatorProgram Row(RowProblem problem, RowSchedule? schedule = null)
    {
        long row = (long)problem.Columns * type.SizeInBytes(), all = row * problem.Rows;
        return new OperatorBuffers().With("x", all).With("y", all).With("gamma", row).With("beta", row)
            .Program(RowKernel.Write("rows", problem, schedule ?? RowScheduler.Choose(problem, _target), _target));
    }

    private OperatorProgram Pointwise(long elements, int tensors, Func<SimtKernelBuilder, Reg[], Reg> function)
    {
        string[] names = [.. Enumerable.Range(0, tensors).Select(i => "x" + i)];
        var space = AxisSpace.Of([elements], [Operand("y"), .. names.Select(Operand)]);
        return Buffers(elements, ["y", .. names]).Program(PointwiseKernel.Write("elements", space, _target, function));
    }

    private StridedOperand Operand(string name) => new(name, 0, [1], type);

    private OperatorBuffers Buffers(long elements, params string[] names) =>
        names.Aggregate(new OperatorBuffers(), (buffers, name) => buffers.With(name, elements * type.SizeInBytes()));
}
