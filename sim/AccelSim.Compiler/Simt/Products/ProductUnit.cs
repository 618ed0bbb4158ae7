namespace AccelSim.Compiler.Simt.Products;

/// <summary>What multiplies, and how factors get to it.</summary>
internal enum ProductUnit
{
    /// <summary>Tensor cores with m16n8k16, through <c>ldmatrix</c>.</summary>
    Matrices,

    /// <summary>Tensor cores with products of four warps, which read factors from shared memory that bulk copies fill.</summary>
    WarpGroups,

    /// <summary>Tensor cores of other shapes, whose lanes load four neighbours along k.</summary>
    Quads,

    /// <summary>The fp32 lanes.</summary>
    Lanes,
}
