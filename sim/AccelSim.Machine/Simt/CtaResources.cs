namespace AccelSim.Machine.Simt;

/// <summary>What a CTA of a kernel asks of an SM.</summary>
/// <param name="Threads">Threads of the CTA.</param>
/// <param name="RegistersPerThread">32-bit registers of each thread.</param>
/// <param name="SharedBytes">Bytes of shared memory, static and dynamic.</param>
public readonly record struct CtaResources(int Threads, int RegistersPerThread, long SharedBytes);
