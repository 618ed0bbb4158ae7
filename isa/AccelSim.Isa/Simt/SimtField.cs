namespace AccelSim.Isa.Simt;

/// <summary>What a choice inside a mnemonic is about.</summary>
public enum SimtField : byte
{
    /// <summary>Width of a memory access.</summary>
    Width,

    /// <summary>Width of an asynchronous copy.</summary>
    CopyWidth,

    /// <summary>What the L2 fetches from device memory around what it lacks of a copy.</summary>
    Fetch,

    /// <summary>Cache operator of a load.</summary>
    Cache,
    Compare,

    /// <summary>How a comparison is combined with a predicate.</summary>
    Combine,
    Rounding,

    /// <summary>Which half of a packed register.</summary>
    Half,

    /// <summary>Lanes of a shuffle's segment.</summary>
    Segment,
    Scope,

    /// <summary>Operation of an atomic.</summary>
    Atomic,

    /// <summary>8x8 matrices that a matrix load reads.</summary>
    Matrices,
    Transposed,

    /// <summary>Columns of a product of a warp group.</summary>
    Columns,

    /// <summary>How 16-byte pieces of rows change places in shared memory.</summary>
    Swizzle,
}
