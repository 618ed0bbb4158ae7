using System.Runtime.InteropServices;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Operators;

/// <summary>Buffers of an operator, one behind the other in device memory, by the names of kernel parameters.</summary>
internal sealed class OperatorBuffers
{
    private const long Alignment = 4096;

    private readonly Dictionary<string, long> _addresses = new(StringComparer.Ordinal);
    private byte[] _integers = [];
    private int _integerBuffers;
    private long _end;
    private long _footprint;

    /// <summary>Adds a buffer.</summary>
    public OperatorBuffers With(string name, long bytes) => With(name, bytes, bytes);

    /// <summary>Adds a buffer of which only a part is touched.</summary>
    public OperatorBuffers With(string name, long bytes, long touched)
    {
        _addresses.Add(name, _end);
        _footprint += touched;
        _end = (_end + bytes + Alignment - 1) / Alignment * Alignment;
        return this;
    }

    /// <summary>Names a place inside a buffer.</summary>
    public OperatorBuffers Part(string name, string buffer, long offset)
    {
        _addresses.Add(name, _addresses[buffer] + offset);
        return this;
    }

    /// <summary>Adds a buffer with 64-bit integers that decide addresses, in front of all buffers without.</summary>
    public OperatorBuffers With(string name, ReadOnlySpan<long> integers)
    {
        if (_addresses.Count != _integerBuffers++)
        {
            throw new InvalidOperationException($"integers '{name}' must lie in front of all other buffers");
        }

        var bytes = MemoryMarshal.AsBytes(integers);
        Array.Resize(ref _integers, checked((int)_end + bytes.Length));
        bytes.CopyTo(_integers.AsSpan((int)_end));
        return With(name, bytes.Length);
    }

    /// <summary>The program of kernels on these buffers.</summary>
    public OperatorProgram Program(params IEnumerable<SimtLayerKernel> kernels) => new(
        [.. kernels.Select(kernel => new OperatorLaunch(kernel.Code.Kernel, kernel.Grid, kernel.Block, [.. kernel.Parameters.Select(name => (ulong)_addresses[name])], kernel.Schedule))],
        _end, _footprint, _integers);
}
