namespace AccelSim.Isa.Image;

/// <summary>No bytes: enough for timing, and enough to make the bytes with a generator of weights.</summary>
/// <param name="Role">What the values are in the model (kernel, bias, variance, ...), as the generator names it.</param>
/// <param name="Seed">Seed of the generator; null where none was asked for.</param>
public sealed record DescribedContent(string Role, ulong? Seed) : ConstantContent;
