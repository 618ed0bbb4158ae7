using System.Numerics;
using AccelSim.Compiler.Simt.Attention;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Compiler.Simt.Rows;
using AccelSim.Compiler.Simt.Tokens;
using AccelSim.Graph.Operators;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>
/// Operators as kernels of public frameworks compute them, where those divide the work in another way than <see cref="OperatorCompiler"/>: for measurements that say
/// which framework was timed.
/// </summary>
/// <param name="chip">Chip.</param>
/// <param name="type">Element type: fp32, fp16 or bf16.</param>
public sealed class FrameworkCompiler(SimtChip chip, ElementType type)
{
    private const int BlockThreads = 1024;

    /// <summary>Divides the queries of any block.</summary>
    private const int LargestGroup = 64;

    /// <summary>FlashAttention-3 splits keys over at most so many blocks (hopper/heuristics.h).</summary>
    private const int MostSplits = 128;

    /// <summary>
    /// Tiles that TensorRT-LLM tries for products of int8 (<c>get_candidate_tiles</c>, cpp/tensorrt_llm/kernels/cutlass_kernels/cutlass_heuristic.cpp, and <c>dispatchGemmToCutlass</c>, which
    /// takes 128 columns for the one called 128x64); depths are of pairs here. The warps of its 64x64x128 share the depth, here the columns.
    /// </summary>
    private static readonly (int M, int N, int K, int WarpM, int WarpN)[] Int8Tiles =
        [(32, 128, 32, 32, 32), (64, 128, 32, 64, 32), (128, 128, 32, 64, 32), (64, 64, 64, 32, 32), (128, 256, 32, 64, 64), (256, 128, 32, 64, 64)];

    private readonly SimtTarget _target = new(chip, type);
    private readonly OperatorCompiler _operators = new(chip, type);

    /// <summary>
    /// TensorRT-LLM's product of a SmoothQuant layer (cpp/tensorrt_llm/kernels/cutlass_kernels/int8_gemm): int8 by int8, A stored [m, k] and B [n, k], sums times an fp32 factor of the token and one of
    /// the channel, fp16 results. Its tiles, three to six stages, no split along k, neighbouring blocks down a column of tiles. Null where none fits.
    /// </summary>
    public OperatorProgram? SmoothQuantProduct(int m, int n, int k)
    {
        var plain = GemmProblem.OfInt8(m, n, k, 1);
        var problem = plain with { Epilogue = plain.Epilogue with { Scales = true } };
        var schedules = from tile in Int8Tiles
                        from stages in Enumerable.Range(3, 4)
                        select new GemmSchedule(tile.M, tile.N, tile.K, tile.WarpM, tile.WarpN, stages, 1, (m + tile.M - 1) / tile.M);
        return ProductChoice.Of(problem, _target, schedules) is { } kernels ? ProductProgram.Of(problem, (long)m * problem.K, kernels, 0) : null;
    }

    /// <summary>silu(first columns) * last columns of each row, vLLM's <c>silu_and_mul</c>.</summary>
    public OperatorProgram SiluProduct(int rows, int columns)
    {
        var half = (long)rows * columns * type.SizeInBytes();
        return new OperatorBuffers().With("x", 2 * half).With("y", half).Program(GatedKernel.Write("silu_and_mul", rows, columns, _target));
    }

    /// <summary>
    /// vLLM's <c>rms_norm</c> (csrc/layernorm_kernels.cu): a block of up to 1024 threads for each row, which reads it twice, an element an access and a turn.
    /// </summary>
    public OperatorProgram RmsNorm(int rows, int columns)
    {
        // whole warps; vLLM's last warp may be a part
        var threads = Math.Min(Math.Min(BlockThreads, _target.MaxThreads), (columns + _target.WarpWidth - 1) / _target.WarpWidth * _target.WarpWidth);
        return _operators.Row(OperatorCompiler.RmsProblem(rows, columns), new RowSchedule(1, threads, 1, 1, false));
    }

    /// <summary>
    /// PyTorch's <c>vectorized_layer_norm_kernel</c> (aten/src/ATen/native/cuda/layer_norm_kernel.cu): a block of four warps for each row, which reads it twice, four elements
    /// an access and a turn. Its sums are Welford's, element after element; here they are not. Null where rows are no whole accesses.
    /// </summary>
    public OperatorProgram? LayerNorm(int rows, int columns) =>
        columns % 4 != 0 ? null : _operators.Row(OperatorCompiler.LayerProblem(rows, columns), new RowSchedule(4, 4 * _target.WarpWidth, 1, 1, false));

    /// <summary>PyTorch's look-up of rows by index.</summary>
    public OperatorProgram Embedding(int tokens, int width, int vocabulary) =>
        _operators.Embedding(tokens, width, vocabulary, IndexSelectKernel.Write("index_select", tokens, width, _target));

    /// <summary>vLLM's rotary embedding, in place.</summary>
    public OperatorProgram Rope(int tokens, int heads, int kvHeads, int size) => _operators.Rope(tokens, heads, kvHeads, size, vector: 1);

    /// <summary>a + b + c as PyTorch adds them: two kernels, and the sum of the first lies in memory between them.</summary>
    public OperatorProgram Sum(long elements)
    {
        var add = _operators.Elementwise(elements, new Binary(BinaryFunction.Add), 2)!;
        return add with { Launches = [.. add.Launches, .. add.Launches] };
    }

    /// <summary>
    /// Attention as a server runs it: keys and values of the new tokens are first written to the cache, and read there; null where the chip has no fused form for it.
    /// </summary>
    /// <param name="batch">Sequences.</param>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="kvHeads">Heads of keys and values.</param>
    /// <param name="queries">New tokens of a sequence, the last ones.</param>
    /// <param name="keys">Tokens of a sequence.</param>
    /// <param name="size">Elements of a head.</param>
    /// <param name="causal">True where a query sees only keys that are not after it.</param>
    /// <param name="frame">What the server does beside.</param>
    public OperatorProgram? CachedAttention(int batch, int heads, int kvHeads, int queries, int keys, int size, bool causal, AttentionFrame frame)
    {
        var tokens = batch * queries;
        long[] places = [.. OperatorIntegers.Ascending(tokens).Select(token => keys - queries + (token % queries))];
        long[] slots = [.. places.Select((place, token) => (token / queries * keys) + place)];
        var token = (long)tokens * size * type.SizeInBytes();
        var buffers = new OperatorBuffers().With("slots", slots).With("positions", places).With("knew", token * kvHeads).With("vnew", token * kvHeads);
        var rotates = frame.HasFlag(AttentionFrame.Rotates);
        if (rotates)
        {
            buffers = buffers.With("qnew", token * heads).With("table", (long)keys * size * type.SizeInBytes());
        }

        var packed = frame.HasFlag(AttentionFrame.Packs) ? Packed(heads / kvHeads, kvHeads, queries) : 1;
        List<SimtLayerKernel> before = [];
        if (frame.HasFlag(AttentionFrame.Offsets))
        {
            before.Add(Offsets(buffers, batch));
        }

        before.Add(rotates
            ? RotaryKernel.Write("rope_cache", tokens, heads, kvHeads, size, RotaryKernel.Vector(size, _target), _target, cache: true)
            : CacheWriteKernel.Write("cache", tokens, kvHeads * size, _target));
        if (frame.HasFlag(AttentionFrame.Plans) && batch <= SplitPlanKernel.MostSequences(_target))
        {
            buffers.With("starts", (batch + 1L) * sizeof(int)).With("keylengths", (long)batch * sizeof(int)).With("splits", (long)batch * sizeof(int));
            before.Add(SplitPlanKernel.Write("plan", batch, heads / packed, packed, MostSplits, _target));
        }

        return _operators.Attention(batch, heads, kvHeads, queries, keys, size, causal, packed, buffers, before);
    }

    /// <summary>
    /// Attention of an encoder in TensorRT-LLM (<c>AttentionOp::enqueueContext</c> without a cache, cpp/tensorrt_llm/common/attentionOp.cpp): offsets of the sequences, preprocessing that finds nothing to do but
    /// reads and writes queries and keys, attention. Null where the chip has no fused form for it.
    /// </summary>
    public OperatorProgram? EncoderAttention(int batch, int heads, int tokens, int size)
    {
        var buffers = new OperatorBuffers();
        return _operators.Attention(batch, heads, heads, tokens, tokens, size, causal: false, packed: 1, buffers,
            [Offsets(buffers, batch), EncoderPreprocessKernel.Write("preprocess", batch * tokens, heads * size, _target)]);
    }

    private SimtLayerKernel Offsets(OperatorBuffers buffers, int batch)
    {
        foreach (var what in (ReadOnlySpan<string>)["lengths", "keylengths"])
        {
            buffers.With(what, (long)batch * sizeof(int));
        }

        buffers.With("offsets", (batch + 1L) * sizeof(int)).With("keyoffsets", (batch + 1L) * sizeof(int));
        return SequenceOffsetsKernel.Write("offsets", batch, _target);
    }

    /// <summary>Heads of a group that are one; 1 where few rows take the kernel for few queries anyway, or a group does not fit.</summary>
    private static int Packed(int group, int kvHeads, int queries) =>
        queries * group > DecodeSchedule.MostRows && (kvHeads == 1 || (BitOperations.IsPow2(group) && group <= LargestGroup)) ? group : 1;
}
