namespace AccelSim.Functional.Mlu;

/// <summary>How programs are run for values.</summary>
public sealed record MluRunnerOptions
{
    /// <summary>Compute cores per cluster. [LLVM headers: coreDim = 4]</summary>
    public int CoresPerCluster { get; init; } = 4;

    /// <summary>Clusters of the chip; no union may be larger.</summary>
    public int Clusters { get; init; } = 64;

    /// <summary>Byte that on-chip memories hold when a task starts, so that reading what nobody wrote shows (0xff bytes are NaN in every float type); null leaves them as they were.</summary>
    public byte? Poison { get; init; } = 0xff;

    /// <summary>Instructions after which a launch is taken to run for ever.</summary>
    public long MaxInstructions { get; init; } = 4_000_000_000;

    /// <summary>Whose turn is next.</summary>
    public MluCoreOrder Order { get; init; } = MluCoreOrder.Ascending;

    /// <summary>Instructions per turn; 0 lets a core run until it waits for another.</summary>
    public int Quantum { get; init; }

    /// <summary>How tensor operations compute.</summary>
    public MluDataUnitOptions DataUnit { get; init; } = new();
}
