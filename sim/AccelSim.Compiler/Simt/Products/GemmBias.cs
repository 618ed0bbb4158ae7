namespace AccelSim.Compiler.Simt.Products;

/// <summary>What a vector that is added to a product runs along.</summary>
internal enum GemmBias
{
    None,

    /// <summary>One value for each column.</summary>
    Column,

    /// <summary>One value for each row.</summary>
    Row,
}
