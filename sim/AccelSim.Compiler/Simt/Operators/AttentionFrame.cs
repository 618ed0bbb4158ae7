namespace AccelSim.Compiler.Simt.Operators;

/// <summary>What a server does around an attention over a cache.</summary>
[Flags]
public enum AttentionFrame
{
    /// <summary>Keys and values are written to the cache, no more.</summary>
    None = 0,

    /// <summary>
    /// Heads that share keys are computed as one, as FlashAttention-3 does on chips before Hopper (<c>get_pack_gqa</c>, hopper/flash_api.cpp); here where the tiles of the kernel hold whole groups, or all
    /// heads are one group.
    /// </summary>
    Packs = 1,

    /// <summary>The kernel that writes the cache also rotates queries and keys, as that of TensorRT-LLM.</summary>
    Rotates = 2,

    /// <summary>A kernel of its own sums the lengths of the sequences first, as in TensorRT-LLM where there are several new tokens.</summary>
    Offsets = 4,

    /// <summary>A kernel of its own plans how keys are split, as FlashAttention-3.</summary>
    Plans = 8,
}
