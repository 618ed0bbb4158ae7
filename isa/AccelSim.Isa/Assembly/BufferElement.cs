namespace AccelSim.Isa.Assembly;

/// <summary>An element type that buffers may have.</summary>
/// <param name="Name">Name in assembly, <c>f16</c>.</param>
/// <param name="Bits">Size of one element.</param>
public readonly record struct BufferElement(string Name, int Bits);
