namespace AccelSim.Machine.Simt;

/// <summary>How instructions reach the tensor cores.</summary>
public enum TensorCoreKind
{
    /// <summary>Eight threads hold a tile: the four octets or quad-pairs of a warp multiply tiles of their own (Volta).</summary>
    Volta,

    /// <summary>A warp holds one tile in registers and waits for the result as for any other (Turing, Ampere).</summary>
    Ampere,

    /// <summary>As <see cref="Ampere"/>, and besides four warps together run products asynchronously, operands in shared memory (Hopper).</summary>
    Hopper,

    /// <summary>A warp of 64 threads holds one tile, of one or several blocks, in registers (AMD's MFMA).</summary>
    Mfma,
}
