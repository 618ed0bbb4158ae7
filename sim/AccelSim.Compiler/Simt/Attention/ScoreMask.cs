using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>A tensor that is added to the scaled scores before softmax. Strides in elements, 0 where a dimension is broadcast.</summary>
/// <param name="Batch">From one item of the batch to the next.</param>
/// <param name="Head">From one head of the queries to the next.</param>
/// <param name="Query">From one query to the next.</param>
/// <param name="Key">From one key to the next.</param>
/// <param name="Type">fp32, fp16 or bf16.</param>
internal sealed record ScoreMask(long Batch, long Head, long Query, long Key, ElementType Type);
