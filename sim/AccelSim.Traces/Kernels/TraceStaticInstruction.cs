using System.Runtime.InteropServices;

namespace AccelSim.Traces.Kernels;

/// <summary>What all executions of one instruction of the code share. The trace repeats it on every line; here it is kept once.</summary>
public struct TraceStaticInstruction : IEquatable<TraceStaticInstruction>
{
    private TraceRegisters _registers;

    internal TraceStaticInstruction(uint pc, int opcode, int destinations, int sources, TraceRegisters registers, int width, long immediate)
    {
        Pc = pc;
        Opcode = opcode;
        Destinations = (byte)destinations;
        Sources = (byte)sources;
        _registers = registers;
        Width = (byte)width;
        Immediate = immediate;
    }

    /// <summary>Offset in the kernel's code in bytes.</summary>
    public uint Pc { get; }

    /// <summary>Index into <see cref="TraceCode.Opcodes"/>.</summary>
    public int Opcode { get; }

    /// <summary>Registers written, 255 (RZ) among them: the first of each group, whose size the opcode decides.</summary>
    public byte Destinations { get; }

    /// <summary>Registers read.</summary>
    public byte Sources { get; }

    /// <summary>Bytes that a lane moves; 0 where the instruction accesses no memory.</summary>
    public byte Width { get; }

    /// <summary>The immediate operand, of <c>DEPBAR</c> for instance; 0 where there is none or the tracer did not say.</summary>
    public long Immediate { get; }

    /// <summary>A register that is written.</summary>
    public readonly byte Destination(int index) => (uint)index < Destinations ? _registers[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>A register that is read.</summary>
    public readonly byte Source(int index) => (uint)index < Sources ? _registers[Destinations + index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The same with another immediate.</summary>
    internal readonly TraceStaticInstruction With(long immediate) => new(Pc, Opcode, Destinations, Sources, _registers, Width, immediate);

    /// <inheritdoc/>
    public readonly bool Equals(TraceStaticInstruction other) =>
        Pc == other.Pc && Opcode == other.Opcode && Destinations == other.Destinations && Sources == other.Sources && Width == other.Width && Immediate == other.Immediate
        && Packed == other.Packed;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is TraceStaticInstruction other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Pc, Opcode, Packed, Immediate);

    public static bool operator ==(TraceStaticInstruction left, TraceStaticInstruction right) => left.Equals(right);

    public static bool operator !=(TraceStaticInstruction left, TraceStaticInstruction right) => !left.Equals(right);

    private readonly ulong Packed => MemoryMarshal.Read<ulong>(_registers);
}
