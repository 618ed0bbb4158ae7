namespace AccelSim.Runtime;

/// <summary>A kernel launch as the device sees it.</summary>
/// <param name="Kernel">Position in the program's kernels.</param>
/// <param name="DimX">Tasks along x.</param>
/// <param name="DimY">Tasks along y.</param>
/// <param name="DimZ">Tasks along z.</param>
/// <param name="Arguments">64-bit launch arguments.</param>
/// <param name="Start">When the device takes the command, fs.</param>
public readonly record struct DeviceRequest(int Kernel, int DimX, int DimY, int DimZ, ReadOnlyMemory<ulong> Arguments, long Start)
{
    /// <summary>When the device gives up, fs; it says then how far it came (<see cref="DeviceLaunch.Stopped"/>).</summary>
    public long StopAt { get; init; } = long.MaxValue;

    /// <summary>Asks the device to give up at once.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Threads of a block along x; 1 where a task is no block of threads.</summary>
    public int BlockX { get; init; } = 1;

    /// <summary>Along y.</summary>
    public int BlockY { get; init; } = 1;

    /// <summary>Along z.</summary>
    public int BlockZ { get; init; } = 1;

    /// <summary>Bytes of shared memory of a block beside what the kernel declares.</summary>
    public int DynamicSharedBytes { get; init; }
}
