namespace AccelSim.Compiler.Simt.Products;

/// <summary>The part of a matrix product that a warp does: from tiles in shared memory to sums in registers.</summary>
internal interface IProductCore : IProductSums
{
    /// <summary>Steps along k inside a tile.</summary>
    int Steps { get; }

    /// <summary>Sets the sums to zero.</summary>
    void Clear();

    /// <summary>Instructions that load a step's factors into one of two sets of registers.</summary>
    /// <param name="step">Step.</param>
    /// <param name="buffer">Buffer of shared memory.</param>
    /// <param name="set">Set of registers, 0 or 1.</param>
    IReadOnlyList<Action> Load(int step, int buffer, int set);

    /// <summary>Instructions that multiply what a set of registers holds.</summary>
    IReadOnlyList<Action> Multiply(int set);
}
