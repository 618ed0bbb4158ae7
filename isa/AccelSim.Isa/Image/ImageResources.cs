namespace AccelSim.Isa.Image;

/// <summary>Amounts of a chip's resources: what a program needs, or what a chip has.</summary>
public sealed record ImageResources
{
    /// <summary>Bytes of neuron memory per core.</summary>
    public long NramBytes { get; init; }

    /// <summary>Bytes of weight memory per core.</summary>
    public long WramBytes { get; init; }

    /// <summary>Bytes of shared memory per cluster.</summary>
    public long SramBytes { get; init; }

    /// <summary>Bytes of device memory, from address 0 to the end of the last buffer.</summary>
    public long DeviceBytes { get; init; }

    /// <summary>Cores of one cluster.</summary>
    public int CoresPerCluster { get; init; }

    /// <summary>Clusters.</summary>
    public int Clusters { get; init; }

    /// <summary>Clusters of the widest UNION task; 0 where all tasks are BLOCK.</summary>
    public int Union { get; init; }

    /// <summary>Registers of a thread: of the kernel that uses most, or the most that a thread may have.</summary>
    public int RegistersPerThread { get; init; }

    /// <summary>Bytes of shared memory of a block.</summary>
    public long SharedBytesPerBlock { get; init; }

    /// <summary>Threads of a block.</summary>
    public int ThreadsPerBlock { get; init; }

    /// <summary>Threads of a warp; 0 where the code is for any.</summary>
    public int WarpWidth { get; init; }
}
