using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// O = softmax(scale Q K^T + mask) V for all heads. Heads of the queries share heads of keys and values in neighbouring groups of equal size. The launch
/// arguments of its kernels are <c>q</c>, <c>k</c>, <c>v</c>, <c>o</c>, <c>mask</c> and <c>partial</c>, those that they use.
/// </summary>
internal sealed record AttentionProblem
{
    public int Batch { get; init; } = 1;

    /// <summary>Heads of the queries.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and values; divides <see cref="Heads"/>.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Queries of a head.</summary>
    public required int Queries { get; init; }

    /// <summary>Keys of a head.</summary>
    public required int Keys { get; init; }

    /// <summary>Elements of a query, key, value and result.</summary>
    public required int HeadSize { get; init; }

    public required HeadView Q { get; init; }

    public required HeadView K { get; init; }

    public required HeadView V { get; init; }

    public required HeadView O { get; init; }

    /// <summary>What scores are multiplied with.</summary>
    public required float Scale { get; init; }

    /// <summary>
    /// Query i sees the keys up to i + this: 0 where both begin together, keys - queries where both end together; null where every query sees all keys.
    /// </summary>
    public int? Causal { get; init; }

    /// <summary>
    /// Rows of the queries for each token, neighbours: heads that share keys and are computed as one (PackGQA of FlashAttention-3). <see cref="Causal"/> counts tokens.
    /// </summary>
    public int Packed { get; init; } = 1;

    /// <summary>What is added to the scores; null for nothing.</summary>
    public ScoreMask? Mask { get; init; }

    /// <summary>fp16 or bf16; sums are fp32.</summary>
    public required ElementType Type { get; init; }

    /// <summary>Heads of the queries that share keys and values.</summary>
    public int Group => Heads / KvHeads;

    /// <summary>Elements of a row in shared memory: whole steps of 16 of the matrix product; the rest are zeros.</summary>
    public int PaddedSize => (HeadSize + 15) / 16 * 16;

    /// <summary>Bytes of a row in shared memory, an odd number of 16-byte chunks: eight rows of a column of chunks meet all banks.</summary>
    public int Pitch => (2 * PaddedSize) + 16;

    /// <summary>Bytes of a copy from device to shared memory: 4, 8 or 16; 2 where elements could only be copied one by one.</summary>
    public int CopyBytes => Math.Min(Q.Alignment(HeadSize, 2), Math.Min(K.Alignment(HeadSize, 2), V.Alignment(HeadSize, 2)));
}
