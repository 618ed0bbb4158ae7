using System.Collections.Immutable;
using AccelSim.Isa.Image;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Lowering;

/// <summary>A region of device memory while the program is being put together: size and lifetime are known, the address is not yet.</summary>
internal sealed class PlannedBuffer
{
    public required string Name { get; init; }

    public required BufferKind Kind { get; set; }

    public required ElementType Type { get; init; }

    /// <summary>Logical extents.</summary>
    public required ImmutableArray<long> Dims { get; init; }

    /// <summary>Axes from outermost to innermost in memory; empty for row-major.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    public required long Bytes { get; init; }

    /// <summary>First step that touches the buffer.</summary>
    public int FirstUse { get; set; } = int.MaxValue;

    /// <summary>Last step that touches the buffer.</summary>
    public int LastUse { get; set; } = -1;

    public long Address { get; set; }

    /// <summary>Makes the contents of a constant.</summary>
    public Func<byte[]>? Content { get; init; }
}
