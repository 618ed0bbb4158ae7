using System.Collections.Immutable;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>An operator by itself, compiled for a chip: kernels that follow each other on buffers of their own.</summary>
/// <param name="Launches">Kernels.</param>
/// <param name="Bytes">Device memory, bytes.</param>
/// <param name="Footprint">Bytes of its operands and results, as far as they are touched.</param>
/// <param name="Integers">
/// What lies at the beginning of device memory: indices that decide addresses, all that the time of the kernels depends on. Empty where it depends on none.
/// </param>
public sealed record OperatorProgram(ImmutableArray<OperatorLaunch> Launches, long Bytes, long Footprint, ReadOnlyMemory<byte> Integers)
{
    /// <summary>The schedules in words.</summary>
    public string Schedule => string.Join("; ", Launches.Select(launch => launch.Schedule));
}
