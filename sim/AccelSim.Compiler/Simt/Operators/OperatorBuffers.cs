using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>Buffers of an operator, one behind the other in device memory, by the names of kernel parameters.</summary>
internal sealed class OperatorBuffers
{
    private const long Alignment = 4096;

    private readonly Dictionary<string, long> _addresses = new(StringComparer.Ordinal);
    private long _end;
    private long _footprint;

    /// <summary>Adds a buffer.</summary>
    public OperatorBuffers With(string name, long bytes)
    {
        _addresses.Add(name, _end);
        _footprint += bytes;
        _end = (_end + bytes + Alignment - 1) / Alignment * Alignment;
        return this;
    }

    /// <summary>The program of kernels on these buffers.</summary>
    public OperatorProgram Program(params IEnumerable<SimtLayerKernel> kernels) => new(
        [.. kernels.Select(kernel => new OperatorLaunch(kernel.Code.Kernel, kernel.Grid, kernel.Block, [.. kernel.Parameters.Select(name => (ulong)_addresses[name])], kernel.Schedule))],
        _end, _footprint);
}
