namespace AccelSim.Isa.Image;

/// <summary>
/// Bytes made when the image is written, one constant at a time, so that all of them are never in memory together; reads
/// back inline.
/// </summary>
/// <param name="Length">Number of bytes that <paramref name="Make"/> returns.</param>
/// <param name="Make">Makes the bytes; called once per writing.</param>
public sealed record DeferredContent(int Length, Func<ReadOnlyMemory<byte>> Make) : ConstantContent;
