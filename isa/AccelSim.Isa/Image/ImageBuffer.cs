using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>A region of device memory.</summary>
public sealed record ImageBuffer
{
    /// <summary>Name for people and for binding inputs and outputs.</summary>
    public required string Name { get; init; }

    public required BufferKind Kind { get; init; }

    /// <summary>Offset in device memory, in bytes.</summary>
    public required long Address { get; init; }

    /// <summary>Length in bytes, padding included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Name of the element type.</summary>
    public required string ElementType { get; init; }

    /// <summary>Logical shape, before layout.</summary>
    public ImmutableArray<long> Shape { get; init; } = [];

    /// <summary>How the shape is laid out, for example <c>NHWC</c>; the host converts on copies.</summary>
    public string Layout { get; init; } = "";
}
