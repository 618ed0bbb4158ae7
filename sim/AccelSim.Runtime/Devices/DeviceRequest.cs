namespace AccelSim.Runtime;

/// <summary>A kernel launch as the device sees it.</summary>
/// <param name="Kernel">Position in the program's kernels.</param>
/// <param name="DimX">Tasks along x.</param>
/// <param name="DimY">Tasks along y.</param>
/// <param name="DimZ">Tasks along z.</param>
/// <param name="Arguments">64-bit launch arguments.</param>
/// <param name="Start">When the device takes the command, fs.</param>
public readonly record struct DeviceRequest(int Kernel, int DimX, int DimY, int DimZ, ReadOnlyMemory<ulong> Arguments, long Start);
